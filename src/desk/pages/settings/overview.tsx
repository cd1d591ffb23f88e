import { waitingMatters } from '../../../approvals/acts.ts';
import { OTHER_LANGUAGES } from '../../../audit/facts.ts';
import { readWindows, windowsAt } from '../../../calendar/windows.ts';
import { listReturnReasons } from '../../../cards/returned.ts';
import { listStatusRecords } from '../../../cards/statuses.ts';
import { listReasons } from '../../../counter/incomplete.ts';
import { listFormer } from '../../../intake/former/read.ts';
import { listNights } from '../../../keeping/read.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { cityDay, deskMoment } from '../../../lib/dates/jst.ts';
import { IconIncomplete } from '../../../lib/html/index.ts';
import { listOfficeRecords } from '../../../offices/read.ts';
import { readStanding } from '../../../recovery/read.ts';
import { listServiceRecords } from '../../../services/read.ts';
import { listSettings } from '../../../site/change-setting.ts';
import { readCity } from '../../../site/city.ts';
import { listStops } from '../../../site/maintenance.ts';
import { listNotices } from '../../../site/notices.ts';
import { SETTINGS } from '../../../site/settings.ts';
import { countTexts } from '../../../site/translations.ts';
import { wordingStates } from '../../../site/wordings/acts.ts';
import { wordingOf } from '../../../site/wordings/all.ts';
import { listRoles } from '../../../staff/accounts.ts';
import { can, type Right } from '../../../staff/rights.ts';
import { leadsWithin } from '../../bounds/leads-within.ts';
import { State } from '../../parts/state.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import { type SignedAsk, show } from '../../route.ts';

/** What guards the city's data, approvals and restores ask for besides: it can be withheld from who sets the rest. */
export const SECURITY: Right = 'settings.security';

/** `right`: what its page asks for besides. */
type Entry = {
  href: string;
  words: string;
  about: string;
  now: string /** It asks for somebody. */;
  few?: boolean;
  right?: Right;
};

/** How far the windows are decided; where there is nothing yet to decide them for, that is said. */
const undecidedWords = (pairs: number, open: number): string => {
  if (pairs === 0) return '交付場所と手続きを登録すると、設定できます';
  return open === 0 ? 'すべて設定済みです' : `未設定の組み合わせが${open}件`;
};

/** What can be set, and how it stands now. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a list of what can be set: an entry each, none longer than five lines
async function entries(ask: SignedAsk): Promise<Entry[]> {
  const today = cityDay(ask.now);
  const [
    offices,
    services,
    windows,
    settings,
    notices,
    stops,
    reasons,
    about,
    [lastNight],
    standing,
    former,
    undecided,
    returnReasons,
    texts,
    roles,
    statuses,
    wordings,
  ] = await Promise.all([
    listOfficeRecords(ask.db),
    listServiceRecords(ask.db),
    readWindows(ask.db),
    listSettings(ask.db),
    listNotices(ask.db),
    listStops(ask.db),
    listReasons(ask.db),
    readCity(ask.db),
    listNights(ask.db, 1),
    readStanding(ask.db),
    listFormer(ask.db),
    waitingMatters(ask.db),
    listReturnReasons(ask.db),
    countTexts(
      ask.db,
      OTHER_LANGUAGES.map(([code]) => code),
    ),
    listRoles(ask.db),
    listStatusRecords(ask.db),
    wordingStates(ask.db),
  ]);
  const ownWordings = wordings.filter(({ name, own }) => own && wordingOf(name) !== undefined).length;
  const inUse = statuses.filter(({ retiredAt }) => retiredAt === null);
  const used = offices.filter(({ retiredAt }) => retiredAt === null);
  const offered = used.filter(
    ({ facts }) =>
      facts.citizensFrom !== null && facts.citizensFrom <= today && (facts.citizensTo === null || facts.citizensTo >= today),
  );
  const onOffer = services.filter(({ retiredAt }) => retiredAt === null);
  const pairs = used
    .filter(({ facts }) => facts.isPickup)
    .flatMap((office) => onOffer.map((service) => windowsAt(windows, { officeId: office.id, serviceId: service.id })));
  const open = pairs.filter(({ citizen, staff }) => citizen === null || staff === null);
  const changed = settings.filter(({ key, value }) => value !== SETTINGS[key].usual).length;
  return [
    {
      href: paths.offices,
      words: '交付場所',
      about: '名称、所在地、電話、市民が選べる期間、回送の日数',
      now: `${used.length}か所（市民に公開中 ${offered.length}か所）`,
    },
    {
      href: paths.services,
      words: '手続き',
      about: '名称、人数、持ち物、予約の前に確かめてもらう注意',
      now: `${onOffer.length}件`,
    },
    {
      href: paths.windows,
      words: '予約可能期間',
      about: 'いつからいつまで予約を受けるか、変更と取消の締め切り',
      now: undecidedWords(pairs.length, open.length),
      few: open.length > 0,
    },
    {
      href: paths.roles,
      words: '役割と権限',
      about: '役割ごとに、閲覧できるものと、できる操作',
      now: roles.map(({ name }) => name).join('、'),
      right: 'accounts.manage',
    },
    {
      href: paths.about,
      words: '市の情報',
      about: '予約サイト、メール、印刷物に表示する市の名称、電話、所在地',
      now: about.name === '' ? '名称が、まだ入力されていません' : about.name,
      few: about.name === '',
    },
    {
      href: paths.city,
      words: '市の設定',
      about: '仮押さえの時間、入力の間違いの回数、記録を残す年数など',
      now: changed === 0 ? 'すべて初期値です' : `${changed}項目を変更済み`,
      right: SECURITY,
    },
    {
      href: paths.keeping,
      words: '保存期間と削除',
      about: 'カード、予約、操作履歴を残す年数と、毎晩の結果',
      now:
        lastNight === undefined
          ? 'まだ、一度も動いていません'
          : `前回は${longDate(lastNight.day)}（削除したカード ${lastNight.removed.cards ?? 0}枚、予約 ${lastNight.removed.reservations ?? 0}件）`,
      few: lastNight === undefined,
    },
    {
      href: paths.statuses,
      words: '交付状況',
      about: '市が区分の下に追加する交付状況、名称、並び順',
      now: `${inUse.length}件（追加したもの ${inUse.filter(({ builtIn }) => !builtIn).length}件）`,
    },
    {
      href: paths.incompleteReasons,
      words: '不備の理由',
      about: '窓口で不備を記録するときに選ぶ理由',
      now: `${reasons.length}件`,
    },
    {
      href: paths.returnReasons,
      words: '返戻の理由',
      about: '交付通知書の返戻を記録するときに選ぶ理由',
      now: `${returnReasons.length}件`,
    },
    {
      href: paths.notices,
      words: 'お知らせ',
      about: '予約サイトの最初の画面に表示する文',
      now: `出ているもの ${notices.filter(({ state }) => state === 'shown').length}件`,
    },
    {
      href: paths.wordings,
      words: '文面',
      about: '市民へのメールの文、予約サイトの見出しの下の文、よくある質問',
      now: ownWordings === 0 ? 'すべて初期の文です' : `市の文に変更したもの ${ownWordings}件`,
    },
    {
      href: paths.list('translations'),
      words: 'ほかの言語の文',
      about: '注意、持ち物、お知らせなど、職員が入力した文の、英語などでの表示',
      now: texts.missing === 0 ? 'すべて入力済みです' : `${texts.all}件のうち、訳のない言語があるもの ${texts.missing}件`,
      few: texts.missing > 0,
    },
    {
      href: paths.stops,
      words: '計画停止',
      about: '点検などで予約サイトを止める予定',
      now: `予定 ${stops.filter(({ state }) => state !== 'past' && state !== 'cancelled').length}件`,
    },
    {
      href: paths.approvals,
      words: '市の承認',
      about: 'システムの変更と、バックアップからの復元についての説明と承認',
      now: undecided === 0 ? '承認待ちはありません' : `承認待ち ${undecided}件`,
      few: undecided > 0,
      right: SECURITY,
    },
    {
      href: paths.recovery,
      words: 'バックアップと復元',
      about: '毎日のバックアップの状態、どの時点まで戻せるか、復元の記録',
      now: standing.lastGood === null ? 'まだバックアップがありません' : `直近 ${deskMoment(standing.lastGood)}`,
      few: standing.lastGood === null,
      right: SECURITY,
    },
    {
      href: paths.former,
      words: '稼働前の予約',
      about: '稼働の前に受けた予約を、ファイルからまとめて登録する',
      now: `登録したファイル ${former.filter(({ pressedAt, undoneAt }) => pressedAt !== null && undoneAt === null).length}件`,
    },
  ];
}

export async function overview(ask: SignedAsk) {
  return show(
    <TitledPage ask={ask} title="設定">
      <ul class="entries">
        {(await entries(ask))
          .filter(({ href, right }) => (right === undefined || can(ask.session, right)) && leadsWithin(ask.session, href))
          .map(({ href, words, about, now, few = false }) => (
            <li>
              <h2>
                <a href={href}>{words}</a>
              </h2>
              <p>{about}</p>
              <p class="sub">
                {few ? (
                  <State icon={<IconIncomplete />} look="few">
                    {now}
                  </State>
                ) : (
                  now
                )}
              </p>
            </li>
          ))}
      </ul>
    </TitledPage>,
  );
}
