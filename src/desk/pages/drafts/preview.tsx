import type { SlotDifference } from '../../../calendar/compare.ts';
import type { Draft } from '../../../calendar/drafts.ts';
import type { MonthDay } from '../../../closing/month.ts';
import type { CounterPreview, Outside, Preview } from '../../../closing/preview.ts';
import type { Moved } from '../../../closing/publish.ts';
import { clockTime, eraMonth, shortDate } from '../../../lib/dates/format.ts';
import { cityDay, deskMoment, instantOf } from '../../../lib/dates/jst.ts';
import { Button, LinkButton, Notice, PostForm, Says, Table } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { showPhone } from '../../../lib/values/contact.ts';
import type { GridSlot } from '../../../reservations/grid.ts';
import { can } from '../../../staff/rights.ts';
import { Page } from '../../frame.tsx';
import { changeWords, counterName, FAULT_WORDS, type Names } from '../../parts/change-words.ts';
import { Effect } from '../../parts/effect.tsx';
import { MonthGrid, MonthLegend } from '../../parts/month-grid.tsx';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';

export type PreviewProps = {
  draft: Draft;
  preview: Preview;
  names: Names;
  /** Which counter and month the grid shows; undefined where nothing changes. */
  shown: { one: CounterPreview; month: string; months: string[]; days: MonthDay[]; slots: GridSlot[] } | undefined;
  /** Set where a publish was just refused: what is other than before. */
  refused: string | undefined;
  moved: Moved | undefined;
};

const OUTSIDE_SHOWN = 200;

function OutsideTable({ ask, outside, names }: { ask: SignedAsk; outside: readonly Outside[]; names: Names }) {
  const seesProtected = can(ask.session, 'cards.protected');
  return (
    <Table
      caption="要振替になる予約"
      columns={[{ head: '日時', whole: true }, { head: '氏名' }, { head: '場所' }, { head: '連絡', whole: true }]}
      rows={outside.slice(0, OUTSIDE_SHOWN).map((one) => [
        `${shortDate(one.day)} ${clockTime(one.startMinute)}`,
        one.protected && !seesProtected ? (
          '表示を制限している方'
        ) : (
          <a href={paths.reservation(one.reservationId)}>
            {printable(one.name).text}
            {one.people > 1 ? ` ほか${one.people - 1}人` : ''}
          </a>
        ),
        counterName(names, one),
        one.protected && !seesProtected
          ? '担当の職員'
          : one.mail
            ? 'メール'
            : one.phone === ''
              ? '連絡先なし'
              : `電話 ${showPhone(one.phone)}`,
      ])}
    />
  );
}

type Line = [sign: string, look: 'more' | 'less' | 'out' | 'info' | undefined, head: string, more: string];

/** Who falls outside, who gets their time back, and how each of them hears of it. */
function peopleLines({ outside, back }: Preview): Line[] {
  const people = outside.reduce((sum, one) => sum + one.people, 0);
  const withoutMail = outside.filter(({ mail }) => !mail).length;
  const mailed = outside.length - withoutMail;
  const mailedBack = back.filter(({ mail }) => mail).length;
  const calledBack = back.filter(({ mail, called }) => called && !mail).length;
  const lines: Line[] = [
    outside.length === 0
      ? ['○', undefined, '要振替になる予約はありません', '']
      : ['！', 'out', `${outside.length}件（${people}人）が要振替になります`, '予約は消えません。'],
  ];
  if (mailed > 0) lines.push(['＠', 'info', `${mailed}組にメールを送ります`, '別の日時を選ぶリンクつきです。']);
  if (withoutMail > 0)
    lines.push(['☎', 'info', `${withoutMail}組はメールがないので、電話してください`, '公開したあと、電話リストを印刷できます。']);
  if (back.length > 0)
    lines.push(['○', 'more', `${back.length}組が、元の時間に戻ります`, '予約はそのままで、予定どおり来られます。']);
  if (mailedBack > 0) lines.push(['＠', 'info', `${mailedBack}組に「予定どおりお越しください」とメールを送ります`, '']);
  if (calledBack > 0)
    lines.push([
      '☎',
      'info',
      `${calledBack}組は、電話で閉庁を伝えた方です。再開したことを、電話で伝えてください`,
      'メールがないためです。公開したあと、元の変更の電話リストに出ます。',
    ]);
  return lines;
}

function Effects({ preview }: { preview: Preview }) {
  const { total } = preview;
  const places = (kind: 'more' | 'less'): number =>
    preview.counters
      .flatMap(({ differences }) => differences)
      .reduce((sum, one) => {
        if (one.kind === 'appears' || one.kind === 'returns') return kind === 'more' ? sum + one.slot.capacity : sum;
        if (one.kind === 'goes') return kind === 'less' ? sum + one.row.capacity : sum;
        const by = one.slot.capacity - one.row.capacity;
        return kind === 'more' ? sum + Math.max(0, by) : sum + Math.max(0, -by);
      }, 0);
  const lines: Line[] = [];
  if (total.appears > 0) lines.push(['＋', 'more', `${total.appears}枠が増えます`, '']);
  if (total.grows > 0) lines.push(['＋', 'more', `${total.grows}枠の定員が増えます`, '']);
  if (total.appears + total.grows > 0) lines.push(['＋', 'more', `あわせて${places('more')}人分が増えます`, '']);
  if (total.goes > 0) lines.push(['－', 'less', `${total.goes}枠がなくなります`, '']);
  if (total.shrinks > 0)
    lines.push([
      '－',
      'less',
      `${total.shrinks}枠の定員が減ります`,
      total.overfull === 0
        ? ''
        : `うち${total.overfull}枠は、すでに新しい定員より多くの予約があります。予約はそのまま残り、新しい予約は入りません。`,
    ]);
  if (total.goes + total.shrinks > 0) lines.push(['－', 'less', `あわせて${places('less')}人分が減ります`, '']);
  if (total.others > 0) lines.push(['→', undefined, `${total.others}枠の長さか、職員枠の人数・期限が変わります`, '']);
  lines.push(...peopleLines(preview));
  return (
    <ul class="effects">
      {lines.map(([sign, look, head, more]) => (
        <Effect sign={sign} look={look}>
          <b>{head}</b>
          {more !== '' && <span class="soft">{more}</span>}
        </Effect>
      ))}
    </ul>
  );
}

function Refused({ props, names }: { props: PreviewProps; names: Names }) {
  const { refused, moved } = props;
  if (refused === undefined) return null;
  return (
    <Notice kind="stop" role="alert" title="まだ公開していません">
      <Says>{refused}</Says>
      {moved !== undefined && (
        <ul class="bullets">
          {moved.newlyOutside.map((one) => (
            <li>
              新しく要振替に入る予約：{shortDate(one.day)} {clockTime(one.startMinute)}　{counterName(names, one)}
            </li>
          ))}
          {moved.noLonger > 0 && <li>要振替ではなくなった予約：{moved.noLonger}件</li>}
          {moved.counters.map((counter) => (
            <li>枠の変わり方が変わったところ：{counterName(names, counter)}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

function Faults({ props }: { props: PreviewProps }) {
  const { preview, names, draft } = props;
  if (preview.faults.length === 0) return null;
  return (
    <Notice kind="stop" title="公開できない変更が入っています">
      <ul class="bullets">
        {preview.faults.map(({ position, fault }) => {
          const change = preview.changes.find((one) => one.position === position)?.change;
          return (
            <li>
              {change === undefined ? '' : `${changeWords(change, names, preview.after).what}：`}
              {FAULT_WORDS[fault]}
            </li>
          );
        })}
      </ul>
      <p class="acts">
        <LinkButton href={paths.draft(draft.id)} kind="second">
          下書きに戻って直す
        </LinkButton>
      </p>
    </Notice>
  );
}

/** Only its length, or the desk's places and until when they are kept: a day shut moves that of the days after it. */
const isSmall = (one: SlotDifference): boolean => one.kind === 'changes' && one.slot.capacity === one.row.capacity;

/** On how many days people find something else, and on how many only lengths or the desk's places change. */
function Days({ one }: { one: CounterPreview }) {
  const days = new Set(one.differences.filter((each) => !isSmall(each)).map(({ day }) => day));
  const small = new Set(one.differences.map(({ day }) => day).filter((day) => !days.has(day)));
  return (
    <>
      {days.size}
      {small.size > 0 && <span class="sub">ほかに{small.size}日（長さ・職員枠だけ）</span>}
    </>
  );
}

/** Where the differences lie: each office and service, with its counts, and its months to look into. */
function Where({ props }: { props: PreviewProps }) {
  const { draft, preview, names, shown } = props;
  const differing = preview.counters.filter(({ differences }) => differences.length > 0);
  if (differing.length === 0) return null;
  return (
    <>
      <h2 class="section">変わるところ</h2>
      <Table
        caption="変わるところ"
        columns={[
          { head: '交付場所・手続き' },
          { head: '増える枠', right: true },
          { head: 'なくなる枠', right: true },
          { head: '定員が変わる枠', right: true },
          { head: '日数', right: true, whole: true },
        ]}
        rows={differing.map((one) => [
          <a
            href={withQuery(paths.preview(draft.id), { office: one.counter.officeId, service: one.counter.serviceId }, 'grid')}
            {...(one === shown?.one ? { 'aria-current': 'true' as const } : {})}
          >
            {counterName(names, one.counter)}
          </a>,
          one.counts.appears,
          one.counts.goes,
          one.counts.grows + one.counts.shrinks,
          <Days one={one} />,
        ])}
      />
    </>
  );
}

function Grid({ ask, props }: { ask: SignedAsk; props: PreviewProps }) {
  const { draft, names, shown } = props;
  if (shown === undefined) return null;
  const { one, month, months } = shown;
  const { officeId, serviceId } = one.counter;
  return (
    <section id="grid" aria-labelledby="grid-title">
      <h2 id="grid-title" class="section">
        {counterName(names, one.counter)}　{eraMonth(`${month}-01`)}
      </h2>
      {months.length > 1 && (
        <ul class="tabs" aria-label="変わる月">
          {months.map((each) => (
            <li>
              <a
                href={withQuery(paths.preview(draft.id), { office: officeId, service: serviceId, month: each }, 'grid')}
                {...(each === month ? { 'aria-current': 'page' as const } : {})}
              >
                {Number(each.slice(5))}月<span class="unseen">（{eraMonth(`${each}-01`)}）</span>
              </a>
            </li>
          ))}
        </ul>
      )}
      <MonthLegend changing={true} />
      <MonthGrid
        caption={`${counterName(names, one.counter)} ${eraMonth(`${month}-01`)}の枠と、公開したあとの変わり方`}
        days={shown.days}
        slots={shown.slots}
        today={cityDay(ask.now)}
        differences={one.differences.filter(({ day }) => day.startsWith(month))}
        dayHref={(day) => withQuery(paths.today, { day })}
      />
    </section>
  );
}

/** What publishing would do, before it does it; the button carries the version of just this. */
export function PreviewPage({ ask, props }: { ask: SignedAsk; props: PreviewProps }) {
  const { draft, preview, names } = props;
  const mails = [...preview.outside, ...preview.back].filter(({ mail }) => mail).length;
  const ready = draft.state === 'open' && preview.faults.length === 0 && preview.changes.length > 0;
  return (
    <Page ask={ask} title="公開する前の確認" wrong={props.refused !== undefined}>
      <Refused props={props} names={names} />
      <Faults props={props} />
      <h1>{draft.name}</h1>
      <div class="desk-columns">
        <div class="desk-body">
          <Where props={props} />
          <ul class="bullets section-list">
            {preview.changes.map(({ change }) => {
              const words = changeWords(change, names, preview.after);
              return (
                <li>
                  {words.what}
                  {words.more !== '' && <span class="sub">{words.more}</span>}
                </li>
              );
            })}
          </ul>
        </div>
        <aside class="desk-side" aria-labelledby="effects">
          <div class="panel">
            <h2 id="effects">公開すると、こうなります</h2>
            <Effects preview={preview} />
            {draft.opensAt !== null && preview.total.appears > 0 && (
              <p>増える枠は、{deskMoment(draft.opensAt)}から市民に見えます。</p>
            )}
            {preview.changes.length === 0 && <p>変更が入っていません。</p>}
            {ready && can(ask.session, 'calendar.edit') && (
              <PostForm
                action={paths.draftAct(draft.id, 'publish')}
                token={ask.token}
                hidden={{ version: String(draft.version), preview: preview.version }}
              >
                {mails > 0 && (
                  <Notice kind="care">
                    <Says>{`「この内容で公開する」を押すと、すぐに公開して、${mails}組にメールを送ります。`}</Says>
                  </Notice>
                )}
                <p class="acts">
                  <Button wide>この内容で公開する</Button>
                </p>
              </PostForm>
            )}
            <p class="acts">
              <LinkButton href={paths.draft(draft.id)} kind="second" wide>
                {draft.state === 'open' ? '変更をつづける' : '下書きへ戻る'}
              </LinkButton>
            </p>
            <p class="small soft">
              {deskMoment(instantOf(ask.now))}の予約をもとにしています。公開までに動きがあれば、もう一度お見せします。
            </p>
          </div>
        </aside>
      </div>
      <Grid ask={ask} props={props} />
      {preview.outside.length > 0 && (
        <>
          <h2 class="section">要振替になる予約</h2>
          <OutsideTable ask={ask} outside={preview.outside} names={names} />
          {preview.outside.length > OUTSIDE_SHOWN && (
            <p class="soft">はじめの{OUTSIDE_SHOWN}件を表示しています。公開すると、すべてが一覧になります。</p>
          )}
        </>
      )}
    </Page>
  );
}
