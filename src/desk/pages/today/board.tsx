import { type BoardVisit, isFinal, sectionOf } from '../../../counter/board.ts';
import { clockTime } from '../../../lib/dates/format.ts';
import { LinkButton } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { showPhone } from '../../../lib/values/contact.ts';
import { can } from '../../../staff/rights.ts';
import { ProtectedNote } from '../../parts/protected-note.tsx';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import type { TodayProps } from './props.ts';
import { COLUMNS, VisitRows } from './row.tsx';

type Props = { ask: SignedAsk; props: TodayProps };

/** The service most of the day's visits are for: it goes without saying on a board of sixty rows. */
function usualService(visits: readonly BoardVisit[]): string | undefined {
  const counts = [...Map.groupBy(visits, ({ serviceName }) => serviceName)].map(([name, those]) => ({
    name,
    count: those.length,
  }));
  return counts.toSorted((one, other) => other.count - one.count)[0]?.name;
}

const HEADS = ['時刻', '来庁者', '交付通知書ID', 'カード', '備考', '受付', '操作'] as const;

/** Widths and heads of both tables. Of the first the heads are only read aloud: its columns are those below. */
const Heads = ({ unseen }: { unseen: boolean }) => (
  <>
    <colgroup>
      {['time', 'who', 'code', 'card', 'note', 'state', 'act'].map((column) => (
        <col class={`col-${column}`} />
      ))}
    </colgroup>
    <thead {...(unseen ? { class: 'unseen-heads' } : {})}>
      <tr>
        {HEADS.map((head) => (
          <th scope="col">{unseen ? <span class="unseen">{head}</span> : head}</th>
        ))}
      </tr>
    </thead>
  </>
);

/** Who is at the counter: they wait, so they stand first. */
function Here({ ask, props, usual }: Props & { usual: string | undefined }) {
  if (props.here.length === 0) return null;
  const waiting = props.here.filter((visit) => sectionOf(visit) === 'here').length;
  const named = props.here.flatMap(({ members }) =>
    members.flatMap((member) =>
      member.who === null || isFinal(member.outcome) ? [] : [{ name: member.who.name, protected: member.protected }],
    ),
  );
  return (
    <section class="board-panel" id="here" aria-labelledby="here-title">
      <h2 id="here-title">受付中　{waiting}組</h2>
      {waiting > 1 && can(ask.session, 'counter.act') && (
        <p class="board-together no-print">
          <a href={withQuery(paths.handMany, { office: props.office.code, day: props.day })}>まとめて交付済にする</a>
        </p>
      )}
      <ProtectedNote all={named} />
      <table class="table board">
        <caption class="unseen">受付中の方。お待ちの長い順</caption>
        <Heads unseen />
        {props.here.map((visit) => (
          <VisitRows ask={ask} props={props} visit={visit} section="here" usual={usual} />
        ))}
      </table>
    </section>
  );
}

const NowLine = ({ minute }: { minute: number }) => (
  <tbody class="board-now" id="now">
    <tr>
      <td colSpan={COLUMNS}>
        <span>現在 {clockTime(minute)}</span>
      </td>
    </tr>
  </tbody>
);

/** Visits seen to, in one line; the way to see them and back. */
function Folded({ props }: { props: TodayProps }) {
  const here = { office: props.office.code, day: props.isToday ? '' : props.day };
  const times = props.folded.map(({ startMinute }) => startMinute);
  return (
    <tbody class="board-fold" id="folded">
      <tr>
        <td colSpan={COLUMNS}>
          {props.folded.length > 0 ? (
            <a href={withQuery(paths.today, { ...here, all: 1 }, 'folded')}>
              終了した{props.folded.length}組を表示（{clockTime(Math.min(...times))}から{clockTime(Math.max(...times))}まで）
            </a>
          ) : (
            <a href={withQuery(paths.today, here)}>終了した組をたたむ</a>
          )}
        </td>
      </tr>
    </tbody>
  );
}

/** Left at a shut door: no reception and no 未来庁 until they are moved, kept or cancelled. */
function Moving({ ask, props }: Props) {
  if (props.moving.length === 0) return null;
  return (
    <section class="board-panel board-panel-few" id="moving" aria-labelledby="moving-title">
      <h2 id="moving-title">要振替　{props.moving.length}組</h2>
      <div class="table-box">
        <table class="table">
          <caption class="unseen">要振替の方。時刻の順</caption>
          <thead>
            <tr>
              {['時刻', '来庁者', '連絡先', '操作'].map((head) => (
                <th scope="col">{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {props.moving.map((visit) => {
              const names = visit.members.flatMap(({ who }) => (who === null ? [] : [printable(who.name).text]));
              const seen = names.length === visit.members.length;
              return (
                <tr id={`v-${visit.id}`} data-row="">
                  <th scope="row">
                    <b>{clockTime(visit.startMinute)}</b>　{visit.members.length}人
                  </th>
                  <td>{seen ? names.join('、') : '表示を制限している方'}</td>
                  <td>
                    {visit.phone !== null && visit.phone !== '' && <b class="board-phone">{showPhone(visit.phone)}</b>}
                    {visit.mail !== null && <span class="sub">{visit.mail}</span>}
                    {visit.phone === '' && visit.mail === null && '連絡先の記録がありません'}
                  </td>
                  <td class="board-moving-acts">
                    {seen && can(ask.session, 'booking.make') ? (
                      <>
                        <LinkButton href={paths.move(visit.id)} kind="second">
                          振替先を選ぶ
                        </LinkButton>
                        <a href={paths.keep(visit.id)}>この日時のまま受け付ける</a>
                      </>
                    ) : (
                      seen && <a href={paths.reservation(visit.id)}>予約を表示</a>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The day: who is at the counter, then by time with a line that marks now, then 要振替. */
export function Board({ ask, props }: Props) {
  const usual = usualService(props.visits);
  const at = props.list.findIndex((visit) => visit.startMinute > props.nowMinute);
  const line = at < 0 ? props.list.length : at;
  const rows = (visit: BoardVisit) => <VisitRows ask={ask} props={props} visit={visit} section="list" usual={usual} />;
  return (
    <>
      <Here ask={ask} props={props} usual={usual} />
      {props.services > 1 && usual !== undefined && <p class="small soft">{`手続名の表示がない予約は、「${usual}」です。`}</p>}
      <table class="table board board-list">
        <caption class="unseen">{props.office.name}の予約。時刻の順</caption>
        <Heads unseen={false} />
        {(props.folded.length > 0 || (props.isToday && props.all)) && <Folded props={props} />}
        {props.list.slice(0, line).map(rows)}
        {props.isToday && <NowLine minute={props.nowMinute} />}
        {props.list.slice(line).map(rows)}
      </table>
      <Moving ask={ask} props={props} />
    </>
  );
}
