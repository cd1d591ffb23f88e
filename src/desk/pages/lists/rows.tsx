import { longDate } from '../../../lib/dates/format.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { Button, PostForm, Table } from '../../../lib/html/index.ts';
import type { Goes, Line, Press } from '../../../lists/list-types.ts';
import { dayAbove, screenText } from '../../../lists/values.ts';
import { can } from '../../../staff/rights.ts';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import type { AskedList } from './asked.ts';
import { PickBox } from './picks.tsx';
import { filterQuery } from './query.ts';
import { Shown } from './shown.tsx';
import { stacksOf } from './stacks.ts';
import { NOBODY_MEANT } from './typed.ts';

/** The address a cell leads to. */
function addressOf(goes: Goes): string {
  if ('card' in goes) return paths.person(goes.card);
  if ('status' in goes) return paths.status(goes.status);
  if ('reservation' in goes) return paths.reservation(goes.reservation);
  if ('call' in goes) return paths.call(goes.call);
  if ('text' in goes) return paths.translation(goes.text);
  if ('mail' in goes) return paths.sentMail(goes.mail);
  if ('setUp' in goes) return paths.setUp;
  return withQuery(paths.cardScan(goes.scan), { office: goes.office, to: goes.scan === 'send' ? goes.to : '' });
}

/** The address a press goes to. */
const pressAddress = ({ mail, to }: Press): string => paths.mailAct(mail, to);

/** The day that is asked for stands above: no row repeats it. Where it is what the list is sorted by, or all that the clerk chose, it stays. */
function columnsBelow({ list, sort, columns, prepared: { dayAbove: above } }: AskedList): number[] {
  const codeOf = (at: number) => list.columns[at]?.code;
  const below = columns.filter((at) => codeOf(at) !== above || sort.replace(/^-/u, '') === codeOf(at));
  return below.length === 0 ? columns : below;
}

/** What one column says in every row. */
const cellsOf = (lines: readonly Line[], at: number) => lines.map(({ values }) => values[at] ?? null);

const momentOf = ({ values }: Line, at: number): Date | undefined => {
  const value = values[at];
  return value !== null && typeof value === 'object' && 'at' in value && value.exact === true ? value.at : undefined;
};
const isMoment = (lines: readonly Line[], at: number): boolean => lines.every((line) => momentOf(line, at) !== undefined);

/** The day of each row, of a list that is read day by day, where it is of several days and the rows say when. */
function daysOf({ prepared: { days }, columns }: AskedList, lines: readonly Line[]): string[] | undefined {
  if (days === undefined || days.from === days.to || lines.length === 0) return undefined;
  const when = columns.find((at) => isMoment(lines, at));
  return when === undefined
    ? undefined
    : lines.flatMap((line) => {
        const at = momentOf(line, when);
        return at === undefined ? [] : [cityDay(at)];
      });
}

/** The head of a column: the press that sorts by it, where it can be. */
function Head({ asked: { list, prepared, sort }, at }: { asked: AskedList; at: number }) {
  const column = list.columns[at];
  if (column?.sort === undefined) return <>{column?.head}</>;
  const here = sort.replace(/^-/u, '') === column.code;
  const next = sort === column.code ? `-${column.code}` : column.code;
  return (
    <a href={withQuery(paths.list(list.code), filterQuery({ prepared, sort: next }))}>
      {column.head}
      {here && <span aria-hidden="true">{sort.startsWith('-') ? '▼' : '▲'}</span>}
      {here && <span class="unseen">{sort.startsWith('-') ? '（大きい順）' : '（小さい順）'}</span>}
    </a>
  );
}

/** What heads the rows of a day: the way to that day alone. */
const OfDay = ({ day, asked }: { day: string; asked: AskedList }) => (
  <a href={withQuery(paths.list(asked.list.code), { ...filterQuery(asked), from: day, to: day })}>
    {longDate(day)}
    <span class="unseen">だけを表示する</span>
  </a>
);

/** The rows of a page, sorted by a press on a head; what may be done with one stands at its end. */
export function Rows({
  ask,
  asked,
  lines,
  picks = false,
}: {
  ask: SignedAsk;
  asked: AskedList;
  lines: readonly Line[];
  /** Each row has a box to tick. */
  picks?: boolean;
}) {
  const { list, prepared } = asked;
  const today = cityDay(ask.now);
  const columns = columnsBelow(asked);
  const stacks = stacksOf(list.columns, columns);
  const ticked = new Set(asked.picks?.keys);
  const days = daysOf(asked, lines);
  const timesAlone = new Set(
    columns.filter((at) => (days !== undefined && isMoment(lines, at)) || dayAbove(cellsOf(lines, at), prepared.sentence, today)),
  );
  const named = columns.findIndex((at) => list.columns[at]?.code === 'name');
  const press = list.press !== undefined && can(ask.session, list.press.right) ? list.press : undefined;
  return (
    <Table
      caption={list.title}
      wide
      empty={asked.typed === undefined ? list.empty : NOBODY_MEANT}
      groups={days?.map((day) => ({ key: day, head: <OfDay day={day} asked={asked} /> }))}
      columns={[
        ...stacks.map(({ at, under }) => ({
          head: (
            <>
              <Head asked={asked} at={at} />
              {under.map((one) => (
                <span class="sub">
                  <Head asked={asked} at={one} />
                </span>
              ))}
            </>
          ),
          right: list.columns[at]?.right === true,
          whole: list.columns[at]?.whole === true,
        })),
        ...(press === undefined ? [] : [{ head: press.head }]),
      ]}
      rows={lines.map(({ values, goes, presses, ...line }) => [
        ...stacks.map(({ at, under }, index) => {
          const say = (one: number) => {
            const text = <Shown value={values[one] ?? null} today={today} timeAlone={timesAlone.has(one)} />;
            const bold = list.columns[one]?.bold === true ? <b>{text}</b> : text;
            const to = goes[one] ?? null;
            return to === null ? bold : <a href={addressOf(to)}>{bold}</a>;
          };
          const cell = (
            <>
              {say(at)}
              {under.map((one) => (
                <span class="sub">{say(one)}</span>
              ))}
            </>
          );
          if (!picks || index > 0) return cell;
          const of = [at, columns[named]].flatMap((one) => (one === undefined ? [] : [screenText(values[one] ?? null)]));
          return (
            <span class="pick-row">
              <PickBox boxKey={line.key} label={[...new Set(of)].join('　')} picked={ticked.has(line.key)} />
              <span>{cell}</span>
            </span>
          );
        }),
        ...(press === undefined
          ? []
          : [
              presses.map((one) => (
                <PostForm action={pressAddress(one)} token={ask.token} hidden={filterQuery(asked)}>
                  <Button kind="second">{one.words}</Button>
                </PostForm>
              )),
            ]),
      ])}
    />
  );
}
