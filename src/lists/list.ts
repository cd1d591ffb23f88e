import { raw, type Sql, sql } from '../lib/db/sql.ts';
import type { Form } from '../lib/form/index.ts';
import { ownOffice } from './definitions/shared.ts';
import type { Known, Line, List, ListFace } from './list-types.ts';
import { longStatement, orderOf } from './order.ts';
import { meantRows, readTyped, TYPED, typedWords } from './typed.ts';

/** The rows of these keys among them; a card is found by its number. */
const onlySql = ({ ofCards }: { ofCards?: true }, rows: Sql, only: readonly string[]): Sql =>
  sql`SELECT q.* FROM (${rows}) q WHERE q.key = ANY (${[...only]}::${raw(ofCards === true ? 'bigint' : 'text')}[])`;

/** A row as every medium takes it. */
const lineOf =
  <Filter extends object, Row extends object, More extends object>({
    columns,
    group,
    remembered,
    press,
    ticked,
  }: List<Filter, Row, More>) =>
  (row: Row & { place?: string }, shown: (at: number) => boolean): Line => ({
    values: columns.map(({ value }, at) => (shown(at) ? value(row) : null)),
    goes: columns.map(({ goes }, at) => (shown(at) ? (goes?.(row) ?? null) : null)),
    presses: press?.of(row) ?? [],
    ticked: ticked?.(row) ?? null,
    group: group?.(row) ?? '',
    key: remembered?.key(row) ?? '',
    facts: remembered?.facts(row) ?? [],
    place: row.place ?? '',
  });

/** Of who is bound to offices the one a list is of where none is named. @throws where the list is not kept by office */
function boundTo({ ofOffices }: Pick<ListFace, 'ofOffices'>, known: Known, officeId: number | null): { office?: string } {
  if (known.bound !== true || ofOffices === 'together') return {};
  if (ofOffices === undefined) throw new Error('a list of the whole city was asked for by who is bound to offices');
  return { office: ownOffice(known, officeId) };
}

/** Makes a list of its definition. */
export function list<Filter extends object, Row extends object, More extends object = object>(
  definition: List<Filter, Row, More>,
): ListFace {
  const { columns, complete, long, remembered } = definition;
  const line = lineOf(definition);
  return {
    ...definition,
    press: definition.press,
    seldom: definition.seldom,
    named: remembered?.named,
    filter: (known) => definition.filter(known as Known & More) as unknown as Form<object>,
    prepare: (typedIn, { viewer, known: given, context, officeId, only, typed }) => {
      const known = given as Known & More;
      const form = definition.filter(known);
      const within = boundTo(definition, known, officeId);
      const usual = { ...definition.usual(context.today, known, officeId), ...within };
      const asked = Object.keys(typedIn).length > 0;
      const input = asked && (typedIn['office'] ?? '') === '' ? { ...typedIn, ...within } : typedIn;
      const read = asked ? form.read(input, context) : { ok: true as const, value: usual };
      const filter = read.ok ? read.value : usual;
      const by = typed === undefined ? undefined : definition.narrows;
      const whole = definition.rows(viewer, filter, known);
      const all =
        typed === undefined || by === undefined
          ? whole
          : meantRows(whole, by, typed, definition.hidden === undefined && !viewer.seesProtected);
      const rows = only === undefined ? all : onlySql(definition, all, only);
      return {
        boxes: { ...form.boxes(filter), ...(typed === undefined ? {} : { [TYPED]: typed.id }) },
        means: remembered?.means?.(filter, known) ?? '',
        errors: { ...(read.ok ? {} : read.errors), ...(typed === undefined ? {} : readTyped(typed).errors) },
        sentence: [
          definition.sentence(filter, known),
          ...(typed === undefined ? [] : typedWords(typed)),
          ...(only === undefined ? [] : ['選択した行だけ']),
        ].join('・'),
        dayAbove: definition.dayAbove?.(filter),
        statement: (sort, after = '') =>
          long === undefined
            ? sql`SELECT * FROM (${rows}) q ORDER BY ${orderOf(definition, sort)}`
            : longStatement(rows, long, sort, after),
        unordered: rows,
        long: long !== undefined,
        days: definition.ofDays?.(filter, context.today),
        // Nobody was left out of what was ticked; and that somebody was meant by a name is told to nobody who may not see them.
        hidden: only === undefined && typed === undefined ? definition.hidden?.(viewer, filter) : undefined,
        partial: (definition.hidden !== undefined || definition.blanks === true) && !viewer.seesProtected,
        picked: only !== undefined,
        lines: async (tx, found, places) => {
          const own = found as readonly Row[];
          const shown = (at: number) => places.includes(at);
          const shows = (code: string) => columns.some((column, at) => column.code === code && shown(at));
          return (complete === undefined ? own : await complete(tx, own, shows)).map((row) => line(row, shown));
        },
      };
    },
  };
}
