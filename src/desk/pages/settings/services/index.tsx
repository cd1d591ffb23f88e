import { readInTheWay, retireService } from '../../../../closing/retire.ts';
import { addService, changeService, restoreService } from '../../../../services/acts.ts';
import { serviceToChange } from '../../../../services/kept-texts.ts';
import { lengthsOfService } from '../../../../services/lengths.ts';
import { papersByNeed } from '../../../../services/papers.ts';
import { papersTextsName } from '../../../../services/papers-texts.ts';
import { cautionTextsName } from '../../../../services/planned-cautions.ts';
import { listServiceRecords, readService, type ServiceFacts } from '../../../../services/read.ts';
import { listCautions } from '../../../../services/read-cautions.ts';
import { serviceTexts, serviceTextsName, withServiceTexts } from '../../../../services/texts.ts';
import { comingAt } from '../../../../site/planned.ts';
import { languagesOf } from '../../../../site/translations.ts';
import { TextsLink } from '../../../parts/in-languages.tsx';
import { RIGHT } from '../../../parts/settings-page.tsx';
import { SAME } from '../../../parts/words.ts';
import { paths } from '../../../paths.ts';
import { inUse, type RecordKind, type RecordWords } from '../../../records/kind.ts';
import { recordRoutes } from '../../../records/routes.tsx';
import type { Route } from '../../../route.ts';
import { cautionRoutes } from './caution.tsx';
import { Cautions } from './cautions.tsx';
import { serviceForm } from './form.ts';
import { foreseenLengths, lengthRoutes } from './lengths.tsx';
import { Lengths } from './lengths-table.tsx';
import { papersByNeedRoutes } from './papers-by-need.tsx';
import { PapersByNeedList } from './papers-list.tsx';

const WORDS: RecordWords = {
  title: '手続き',
  add: '手続きを追加する',
  listCaption: '受付中の手続き',
  empty: '手続きは、まだありません。「手続きを追加する」から始めてください。',
  kept: { add: '手続きの追加', change: '手続きの変更', retire: '手続きの使用の終了', restore: '手続きの使用の再開' },
  done: {
    added: '手続きを追加しました。予約可能期間と開庁時間を設定すると、予約を受けられます。',
    changed: '手続きを変更しました。',
    same: SAME,
    restored: '受付を再開しました。',
    papers: '事情による持ち物を保存しました。予約の途中の方にも表示します。',
    length: '使う枠の数を変更しました。',
    caution: '注意を保存しました。予約の途中の方にも表示します。',
    'caution-planned': '注意を登録しました。使い始める日時から、自動で表示します。それまでは、非表示です。',
    'caution-off': '注意を非表示にしました。',
    'caution-on': '注意を、また表示します。',
  },
  retired: {
    caption: '受付を終了した手続き',
    said: '受付を終了しました。下の表から、戻せます。',
    since: '受付を終了しました',
    restore: '受付を再開する',
  },
  retire: {
    title: '手続きの受付の終了',
    heading: (name) => `${name}の受付を終了する`,
    link: 'この手続きの受付を終了する',
    means: 'どの一覧にも出なくなり、市民も職員も選べなくなります。これまでの予約の記録は残ります。あとで戻せます。',
    notYet: '予約した方が困らないように、先に次のことを済ませてください。',
    button: '受付を終了する',
  },
};

const SERVICES: RecordKind<ServiceFacts> = {
  right: RIGHT,
  paths: {
    list: paths.services,
    new: paths.newService,
    one: paths.service,
    retire: paths.retireService,
    restore: paths.restoreService,
  },
  words: WORDS,
  columns: [
    { head: 'コード', whole: true, cell: ({ code }) => <span class="code">{code}</span> },
    { head: '本人の確かめ方', cell: ({ facts }) => (facts.needsCard ? '登録されたカード' : '氏名・生年月日・電話') },
    {
      head: '使う枠',
      whole: true,
      cell: ({ facts }) => `${facts.slotsLong}枠${facts.slotEvery === 0 ? '' : `（${facts.slotEvery}人増えるごとに1枠追加）`}`,
    },
    {
      head: '人数',
      cell: ({ facts }) => `ご本人を含めて${facts.partyMax}人まで（${facts.counts === 'people' ? '人数' : '組'}で数える）`,
    },
  ],
  form: serviceForm,
  usual: { counts: 'people', slotsLong: 1, slotEvery: 0, takesMinutes: 0, takesMore: 0, partyMax: 1 },
  codeHint: '予約サイトのURLに使います。半角の英小文字・数字・ハイフン。あとから変更できません。例：card-pickup',
  list: listServiceRecords,
  read: readService,
  add: addService,
  change: changeService,
  refusals: {},
  inTheWay: (db, serviceId) => readInTheWay(db, { serviceId }),
  retire: retireService,
  foreseen: foreseenLengths,
  restore: restoreService,
  texts: {
    of: ({ id, code }) => ({
      labels: { name: '名称', who: 'ご利用いただける方', bring: '持ち物', bringUnder15: '15歳未満の方の持ち物' },
      name: serviceTextsName(id),
      about: { of: { service: code } },
      texts: serviceTexts,
      into: withServiceTexts,
      read: (tx) => inUse(serviceToChange(tx, id)),
    }),
    withdraw: paths.withdrawServiceTexts,
    kept: '手続きの予定している変更の取りやめ',
  },
  around: async (ask, service) => {
    const [cautions, papers, lengths] = await Promise.all([
      listCautions(ask.db, service.id),
      papersByNeed(ask.db, service.id),
      lengthsOfService(ask.db, service.id),
    ]);
    const languages = await languagesOf(
      ask.db,
      cautions.map(({ facts }) => facts.body),
    );
    const coming = await comingAt(ask.db, [papersTextsName(service.id), ...cautions.map(({ id }) => cautionTextsName(id))]);
    const comes = new Map(coming.map(({ name, at }) => [name, at]));
    return {
      below: (
        <>
          <TextsLink place="who" />
          <TextsLink place="bring" />
          {service.retiredAt === null && <Lengths of="offices" lengths={lengths} />}
          {service.retiredAt === null && (
            <PapersByNeedList service={service} papers={papers} comes={comes.get(papersTextsName(service.id))} />
          )}
          <Cautions serviceId={service.id} cautions={cautions} languages={languages} comes={comes} />
        </>
      ),
    };
  },
};

const { routes, withRecord } = recordRoutes(SERVICES);

export const serviceRoutes: readonly Route[] = [
  ...routes,
  ...lengthRoutes,
  ...cautionRoutes(withRecord),
  ...papersByNeedRoutes(withRecord),
];
