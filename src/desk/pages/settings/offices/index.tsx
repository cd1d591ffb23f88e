import { giveOffice } from '../../../../cards/offices.ts';
import { readReady } from '../../../../closing/ready.ts';
import { changeOffice, readInTheWay, retireOffice } from '../../../../closing/retire.ts';
import { cityDay } from '../../../../lib/dates/jst.ts';
import { addOffice, restoreOffice } from '../../../../offices/acts.ts';
import { officeToChange } from '../../../../offices/kept-texts.ts';
import { listOfficeRecords, type OfficeFacts, type OfficeRecord, readOffice } from '../../../../offices/read.ts';
import { officeTexts, officeTextsName, withOfficeTexts } from '../../../../offices/texts.ts';
import { listTransfers } from '../../../../offices/transfers.ts';
import { lengthsAtOffice } from '../../../../services/lengths.ts';
import { isOwn } from '../../../../staff/bounds.ts';
import { TextsLink } from '../../../parts/in-languages.tsx';
import { RIGHT } from '../../../parts/settings-page.tsx';
import { SAME } from '../../../parts/words.ts';
import { paths } from '../../../paths.ts';
import { inUse, type RecordKind, type RecordWords } from '../../../records/kind.ts';
import { recordRoutes } from '../../../records/routes.tsx';
import type { Route } from '../../../route.ts';
import { Lengths } from '../services/lengths-table.tsx';
import { officeForm } from './form.ts';
import { offered, Todo } from './todo.tsx';
import { transferRoutes } from './transfers.tsx';

const WORDS: RecordWords = {
  title: '交付場所',
  add: '交付場所を追加する',
  listCaption: '使用中の交付場所',
  empty: '交付場所は、まだありません。「交付場所を追加する」から始めてください。',
  kept: { add: '交付場所の追加', change: '交付場所の変更', retire: '交付場所の使用の終了', restore: '交付場所の使用の再開' },
  done: {
    added: '交付場所を追加しました。市民が予約できるようになるまでにすることを、順に進めてください。',
    changed: '交付場所を変更しました。',
    same: SAME,
    transfers: '回送の日数を変更しました。',
    restored: '使用中に戻しました。市民への公開は止めてあります。公開するときは、期間を入力してください。',
  },
  retired: {
    caption: '廃止した交付場所',
    said: '廃止しました。下の表から、戻せます。',
    since: '廃止しました',
    restore: '使用中に戻す',
  },
  retire: {
    title: '交付場所の廃止',
    heading: (name) => `${name}を廃止する`,
    link: 'この交付場所を廃止する',
    means: 'どの一覧にも出なくなり、市民も職員も選べなくなります。これまでの予約とカードの記録は残ります。あとで戻せます。',
    notYet: '市民が閉まった窓口の前に立つことや、カードの行方が分からなくなることがないように、先に次のことを済ませてください。',
    button: '廃止する',
  },
};

const roles = ({ facts }: OfficeRecord): string =>
  [facts.isPickup ? '市民が来庁' : '', facts.isStorage ? 'カードを保管' : ''].filter((role) => role !== '').join('・');

/**
 * Retiring is refused while anything stands in the way, not asked once more: an administrator who presses through leaves people at a
 * shut door and cards that no list shows, and neither can be seen from this page.
 */
const OFFICES: RecordKind<OfficeFacts, 'has_visits' | 'has_cards'> = {
  right: RIGHT,
  paths: {
    list: paths.offices,
    new: paths.newOffice,
    one: paths.office,
    retire: paths.retireOffice,
    restore: paths.restoreOffice,
  },
  words: WORDS,
  columns: [
    { head: '役割', cell: roles },
    { head: '市民への公開', cell: offered },
    { head: '電話', whole: true, cell: ({ facts }) => facts.phone },
  ],
  form: () => officeForm,
  usual: { isPickup: true },
  codeHint: '予約サイトのURLに使います。半角の英小文字・数字・ハイフン。あとから変更できません。例：kitano',
  list: listOfficeRecords,
  own: (session, { id }) => isOwn(session, id),
  read: readOffice,
  add: (db, actor, code, facts) => addOffice(db, actor, code, facts, (tx, id) => giveOffice(tx, actor, id)),
  change: changeOffice,
  refusals: {
    has_visits: [
      'pickup',
      '今後の予約か、予約できる枠が残っています。「この交付場所を廃止する」で、件数とすることを確かめてください。',
    ],
    has_cards: ['storage', '交付を待つカードが残っているか、この場所へ回送中です。ほかの場所へ移してからにしてください。'],
  },
  inTheWay: (db, officeId) => readInTheWay(db, { officeId }),
  isPlace: true,
  retire: retireOffice,
  restore: (db, actor, id) => restoreOffice(db, actor, id, (tx) => giveOffice(tx, actor, id)),
  texts: {
    of: ({ id }) => ({
      labels: { name: '名称', address: '所在地', directions: '交通案内', phone: '電話', facilities: '設備' },
      name: officeTextsName(id),
      about: { officeId: id },
      texts: officeTexts,
      into: withOfficeTexts,
      read: (tx) => inUse(officeToChange(tx, id)),
    }),
    withdraw: paths.withdrawOfficeTexts,
    kept: '交付場所の予定している変更の取りやめ',
  },
  around: async (ask, office) => {
    const [ready, pairs, lengths] = await Promise.all([
      readReady(ask.db, office.id),
      listTransfers(ask.db, office.id),
      lengthsAtOffice(ask.db, office.id),
    ]);
    return {
      side: <Todo office={office} ready={ready} hasTransfers={pairs.length > 0} today={cityDay(ask.now)} />,
      below: (
        <>
          {ask.session.bounds === null && <TextsLink place="office" />}
          {lengths.length > 0 && ask.session.bounds === null && <Lengths of="services" lengths={lengths} />}
        </>
      ),
    };
  },
};

const { routes, withRecord } = recordRoutes(OFFICES);

export const officeRoutes: readonly Route[] = [...routes, ...transferRoutes(withRecord)];
