import type { KeptCard } from '../../../../cards/keep.ts';
import type { ClosingRecord, Kind, MonthFigures, Night, Stays } from '../../../../keeping/read.ts';
import { KINDS } from '../../../../keeping/read.ts';
import { longDate } from '../../../../lib/dates/format.ts';
import { cityDay, deskMoment } from '../../../../lib/dates/jst.ts';
import { rightCol, Says, Table, wholeCol } from '../../../../lib/html/index.ts';
import { printable } from '../../../../lib/japanese/printable.ts';
import { grouped } from '../../../../lib/values/numbers.ts';
import type { SettingNow } from '../../../../site/change-setting.ts';
import { can } from '../../../../staff/rights.ts';
import { Section } from '../../../parts/section.tsx';
import { SettingsPage } from '../../../parts/settings-page.tsx';
import { paths } from '../../../paths.ts';
import type { SignedAsk } from '../../../route.ts';

type KeepingProps = {
  settings: SettingNow[];
  nights: Night[];
  kept: KeptCard[];
  records: ClosingRecord[];
  figures: MonthFigures[];
};

const KIND_WORDS: Record<Kind, string> = { cards: 'カード', reservations: '予約', log: '操作履歴' };
const FROM_WORDS: Record<Kind, string> = {
  cards: '交付済・廃棄済・対象外になった日から',
  reservations: '予約の日から',
  log: '操作の日から',
};
const SETTING: Record<Kind, string> = {
  cards: 'keep-cards-years',
  reservations: 'keep-reservations-years',
  log: 'keep-log-years',
};
const STAYS_WORDS: Record<Stays, string> = {
  here: 'カードが庁舎にある',
  kept: '残すことにした',
  visit: '予約が残っている',
  conflict: '氏名相違の判断待ち',
  unexplained: '棚卸の差の説明待ち',
};

const count = (of: number | undefined): string => grouped(of ?? 0);
/** 令和8年11月 */
const monthWords = (month: string): string => longDate(month).replace(/月.*$/u, '月');

const beforeAfter = ({ before, after, removed }: Night, kind: Kind) =>
  after === null
    ? `${count(before[kind])} → （途中）`
    : `${count(before[kind])} → ${count(after[kind])}${(removed[kind] ?? 0) > 0 ? `（削除 ${count(removed[kind])}）` : ''}`;

const staysWords = ({ stays }: Night): string =>
  (Object.keys(STAYS_WORDS) as Stays[])
    .filter((why) => (stays[why] ?? 0) > 0)
    .map((why) => `${STAYS_WORDS[why]} ${count(stays[why])}`)
    .join('、') || 'なし';

/** 5年, and from when fewer where it was shortened. */
function YearsNow({ setting }: { setting: SettingNow | undefined }) {
  if (setting === undefined) return null;
  const { value, next, from } = setting;
  return (
    <>
      {value}年
      {next !== null && from !== null && (
        <span class="sub">
          {longDate(cityDay(from))}から {next}年
        </span>
      )}
    </>
  );
}

function Years({ ask, settings }: { ask: SignedAsk; settings: SettingNow[] }) {
  return (
    <Section title="保存する年数">
      <Table
        caption="保存する年数"
        columns={[wholeCol('種類'), { head: '年数', right: true, whole: true }, '数え始める日']}
        rows={KINDS.map((kind) => [
          can(ask.session, 'settings.security') ? (
            <a href={paths.citySetting(SETTING[kind])}>{KIND_WORDS[kind]}</a>
          ) : (
            KIND_WORDS[kind]
          ),
          <YearsNow setting={settings.find(({ key }) => key === SETTING[kind])} />,
          FROM_WORDS[kind],
        ])}
      />
    </Section>
  );
}

function Nights({ nights }: { nights: Night[] }) {
  return (
    <Section title="毎晩の結果">
      <Says class="soft">
        毎晩、年数を過ぎた記録を消します。件数は、消す前と消したあとです。交付の終わっていないカードと保留のカードは、年数を過ぎても消しません。
      </Says>
      <Table
        caption="毎晩の結果"
        wide
        empty="まだ、一度も動いていません。"
        columns={[
          wholeCol('日'),
          ...KINDS.map((kind) => ({ head: KIND_WORDS[kind], whole: true })),
          '年数を過ぎて残っているカード',
        ]}
        rows={nights.map((night) => [longDate(night.day), ...KINDS.map((kind) => beforeAfter(night, kind)), staysWords(night)])}
      />
    </Section>
  );
}

function KeptCards({ ask, kept }: { ask: SignedAsk; kept: KeptCard[] }) {
  const nameOf = ({ id, who }: KeptCard) => {
    if (who === null) return '支援措置';
    const name = printable(who.name).text;
    return can(ask.session, 'people.see') ? <a href={paths.person(id)}>{name}</a> : name;
  };
  return (
    <Section title="年数を過ぎても残すカード">
      <Table
        caption="年数を過ぎても残すカード"
        wide
        empty="残すことにしたカードは、ありません。残すときは、カードと本人の画面で操作します。"
        columns={[
          wholeCol('氏名'),
          wholeCol('交付通知書ID'),
          wholeCol('交付状況'),
          '理由',
          wholeCol('残すことにした日時'),
          wholeCol('担当'),
        ]}
        rows={kept.map((card) => [
          nameOf(card),
          <span class="code">{card.noticeId}</span>,
          card.statusName,
          card.why,
          deskMoment(card.at),
          card.by ?? '',
        ])}
      />
    </Section>
  );
}

function Figures({ figures }: { figures: MonthFigures[] }) {
  return (
    <Section title="消した予約の月ごとの件数">
      <Table
        caption="消した予約の月ごとの件数"
        wide
        empty="消した予約は、まだありません。"
        columns={[
          wholeCol('月'),
          rightCol('予約'),
          rightCol('人数'),
          rightCol('交付済・完了'),
          rightCol('不備'),
          rightCol('未来庁'),
          rightCol('取消'),
        ]}
        rows={figures.map((month) => [
          monthWords(month.month),
          ...[month.visits, month.people, month.handedOver, month.incomplete, month.noShow, month.cancelled].map(count),
        ])}
      />
    </Section>
  );
}

function Records({ records }: { records: ClosingRecord[] }) {
  return (
    <Section title="削除の記録">
      <Says class="soft">
        消した記録の代わりに残ります。照合値は、消した記録の内容から計算した値で、同じ値が封印された操作履歴にも残ります。
      </Says>
      <Table
        caption="削除の記録"
        wide
        empty="削除の記録は、まだありません。"
        columns={[
          wholeCol('消した日時'),
          wholeCol('種類'),
          wholeCol('月'),
          rightCol('件数'),
          { head: '年数', right: true, whole: true },
          '照合値',
        ]}
        rows={records.map(({ at, kind, month, rows, years, digest }) => [
          deskMoment(at),
          KIND_WORDS[kind],
          monthWords(month),
          count(rows),
          `${years}年`,
          <span class="code" title={digest}>
            {digest.slice(0, 16)}
          </span>,
        ])}
      />
    </Section>
  );
}

/** 保存期間と削除. */
export function KeepingPage({ ask, props }: { ask: SignedAsk; props: KeepingProps }) {
  return (
    <SettingsPage ask={ask} title="保存期間と削除">
      <Years ask={ask} settings={props.settings} />
      <Nights nights={props.nights} />
      <KeptCards ask={ask} kept={props.kept} />
      <Figures figures={props.figures} />
      <Records records={props.records} />
    </SettingsPage>
  );
}
