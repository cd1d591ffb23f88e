import { CARD_CHOICES } from '../../../../audit/facts.ts';
import {
  addStatus,
  type BookableBy,
  cardsWith,
  changeStatusRecord,
  listStatusRecords,
  OWN_CATEGORIES,
  readStatus,
  restoreStatus,
  retireStatus,
  type StatusFacts,
  type StatusRecord,
} from '../../../../cards/statuses.ts';
import { NOTHING_IN_THE_WAY } from '../../../../closing/retire.ts';
import { fixed, form, line, radios, select } from '../../../../lib/form/index.ts';
import { grouped } from '../../../../lib/values/numbers.ts';
import { RIGHT } from '../../../parts/settings-page.tsx';
import { SAME } from '../../../parts/words.ts';
import { paths } from '../../../paths.ts';
import { position, type RecordKind, type RecordWords } from '../../../records/kind.ts';
import { recordRoutes } from '../../../records/routes.tsx';
import type { Route } from '../../../route.ts';

const WORDS: RecordWords = {
  title: '交付状況',
  add: '交付状況を追加する',
  listCaption: '使用中の交付状況',
  empty: '交付状況は、ありません。',
  kept: {
    add: '交付状況の追加',
    change: '交付状況の設定の変更',
    retire: '交付状況の使用の終了',
    restore: '交付状況の使用の再開',
  },
  done: {
    added: '交付状況を追加しました。一覧の条件、一括変更、カードと本人の画面で選べます。',
    changed: '交付状況を変更しました。',
    same: SAME,
    restored: '使用中に戻しました。',
  },
  retired: {
    caption: '廃止した交付状況',
    said: '廃止しました。下の表から、戻せます。',
    since: '廃止しました',
    restore: '使用中に戻す',
  },
  retire: {
    title: '交付状況の廃止',
    heading: (name) => `交付状況「${name}」を廃止する`,
    link: 'この交付状況を廃止する',
    means: '選べなくなり、一覧の条件にも出なくなります。これまでの履歴には、名称が残ります。あとで戻せます。',
    notYet: 'カードの行方が分からなくならないように、次のときは廃止できません。',
    button: '廃止する',
  },
};

const NAME = 20;
const categoryWords = (category: string): string => CARD_CHOICES[category] ?? category;

/** The category is chosen once; who may book is fixed of those that are built in. */
const statusForm = (status: StatusRecord | undefined) =>
  form<StatusFacts>(
    {
      name: line('名称', NAME),
      category:
        status === undefined
          ? select<string>(
              '区分',
              OWN_CATEGORIES.map((category) => ({ value: category, label: categoryWords(category) })),
              {
                unchosen: true,
                need: 'must',
                hint: '期限の数え方や通知の扱いは、区分で決まります。あとから変更できません。予約済、交付済、廃棄済には追加できません。',
              },
            )
          : fixed('区分', status.facts.category, categoryWords(status.facts.category)),
      bookableBy:
        status?.builtIn === true
          ? fixed('予約', status.facts.bookableBy, CARD_CHOICES[status.facts.bookableBy] ?? '')
          : radios<BookableBy>(
              '予約',
              (['citizen', 'staff', 'nobody'] as const).map((value) => ({ value, label: CARD_CHOICES[value] ?? value })),
              { usual: 'nobody' },
            ),
      position: position(),
    },
    {
      rules: ({ category, bookableBy }, say) => {
        if (category === 'out-of-scope' && bookableBy !== 'nobody' && typeof bookableBy === 'string')
          say('bookableBy', '対象外の交付状況では、予約を受けられません。「予約を受けない」を選んでください。');
      },
    },
  );

const STATUSES: RecordKind<StatusFacts> = {
  right: RIGHT,
  paths: {
    list: paths.statuses,
    new: paths.newStatus,
    one: paths.oneStatus,
    retire: paths.retireStatus,
    restore: paths.restoreStatus,
  },
  words: WORDS,
  columns: [
    { head: '区分', whole: true, cell: ({ facts }) => categoryWords(facts.category) },
    { head: '予約', cell: ({ facts }) => CARD_CHOICES[facts.bookableBy] ?? '' },
  ],
  // What `list` and `read` return says besides whether it is built in.
  form: (row) => statusForm(row === undefined ? undefined : { builtIn: false, ...row }),
  usual: { bookableBy: 'nobody' },
  codeHint: '一覧の条件とファイルで使います。半角の英小文字・数字・ハイフン。あとから変更できません。例：waiting-proxy',
  list: listStatusRecords,
  read: readStatus,
  add: addStatus,
  change: changeStatusRecord,
  refusals: {},
  inTheWay: async (db, id) => {
    const [status, cards] = await Promise.all([readStatus(db, id), cardsWith(db, id)]);
    if (status?.builtIn === true)
      return { ...NOTHING_IN_THE_WAY, says: '初めからある交付状況は、廃止できません。名称と並び順は変更できます。' };
    if (cards === 0) return NOTHING_IN_THE_WAY;
    return {
      ...NOTHING_IN_THE_WAY,
      says: `この交付状況のカード（予約の前にこの交付状況だったものを含む）が ${grouped(cards)}枚 あります。交付状況一覧から、ほかの交付状況に変更してください。`,
    };
  },
  retire: retireStatus,
  restore: restoreStatus,
  around: async () => ({}),
};

/** Statuses of the city's own under a category (§8(2)⑦); those that are built in are renamed and ordered. */
export const statusSettingRoutes: readonly Route[] = recordRoutes(STATUSES).routes;
