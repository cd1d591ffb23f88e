import type { Viewer } from '../cards/viewer.ts';
import { raw, type Sql, sql } from '../lib/db/sql.ts';
import type { Context, Form, Input } from '../lib/form/index.ts';
import type { FormErrors } from '../lib/html/index.ts';
import type { Office } from '../offices/read.ts';
import type { Service } from '../services/read.ts';
import type { Right } from '../staff/rights.ts';

/** What a cell holds; each medium writes it in its own way (`values.ts`). `minute`: since midnight, JST. `at`: an instant. */
export type Value = string | number | null | { day: string } | { minute: number } | { at: Date };

/** Where a cell leads on the screen, as far as this viewer may go there; the desk knows the address. */
export type Goes =
  | { card: number }
  | { status: number }
  | { reservation: string }
  | { scan: 'receive' | 'shelve'; office: string }
  | { scan: 'send'; office: string; to: string };

export type ListColumn<Row> = {
  code: string;
  head: string;
  value: (row: Row) => Value;
  /** How wide it is on paper, in parts of all widths together. */
  width: number;
  /** Shown unless the clerk chose otherwise; a column that is not is never in a file nobody asked it for. */
  usual: boolean;
  /** The name of the query's column it is sorted by; none: it cannot be. */
  sort?: string;
  bold?: true;
  right?: true;
  /** Never broken over two lines on the screen: a number that is read or dialled. */
  whole?: true;
  goes?: (row: Row) => Goes | null;
};

/** What filters choose from. */
export type Known = {
  offices: Office[];
  services: Service[];
  statuses: { code: string; name: string; category: string; retired: boolean }[];
};

/**
 * A list: one definition gives screen, paper, CSV, workbook, the line in the log and the entry of the menu (§8(2)⑧c, §8(2)⑨).
 * Rows come of one statement, which names its columns as the row's fields.
 */
export type List<Filter extends object, Row extends object> = {
  code: string;
  title: string;
  /** What it is for, in a sentence. */
  about: string;
  right: Right;
  filter: (known: Known) => Form<Filter>;
  /** What is shown before anything was chosen. `today`: 2026-11-23. */
  usual: (today: string, known: Known, officeId: number | null) => Filter;
  /** The filter in words, as the list's title reads on: 本庁・令和8年12月1日（火） */
  sentence: (filter: Filter, known: Known) => string;
  rows: (viewer: Viewer, filter: Filter) => Sql;
  /** Whom this viewer may not see and the rows leave out: counted, and said at the foot. None: they stand in the rows without a name. */
  hidden?: (viewer: Viewer, filter: Filter) => Sql;
  /** ORDER BY of the rows as they usually stand. */
  order: string;
  columns: readonly ListColumn<Row>[];
  /** Rows under one heading on paper. */
  group?: (row: Row) => string;
  /** Boxes to tick by hand on paper. */
  ticks?: readonly string[];
  /** A gap after so many rows: a shelf is read by fives. */
  gapEvery?: number;
  empty: string;
  /** At the foot of its paper, where it names no person. */
  foot?: string;
  /** Its rows are cards, whose status may be changed together. */
  ofCards?: true;
  /** Its rows are notices to post: they get labels with addresses and a dispatch slip. */
  toPost?: true;
  /** Its rows are people of bookings, who may be mailed together. */
  ofBookings?: true;
  /** What is remembered of a printed row, so that the next print says what changed: never a name. */
  remembered?: {
    key: (row: Row) => string;
    facts: (row: Row) => readonly string[];
    /** Rows of `key` and `name` for keys that no longer stand in the list: said only as far as this viewer may see them. */
    named: (viewer: Viewer, keys: readonly string[]) => Sql;
  };
};

/** A row as every medium takes it: the values of all columns, in their order. */
export type Line = { values: Value[]; goes: (Goes | null)[]; group: string; key: string; facts: readonly string[] };

export type Asked = { viewer: Viewer; known: Known; context: Context; officeId: number | null };

/** A list asked for with a filter. */
export type Prepared = {
  /** What the boxes of the filter hold. */
  boxes: Record<string, string>;
  /** What is wrong with them; rows are of the usual filter then. */
  errors: FormErrors;
  sentence: string;
  /** The rows in order; `sort`: a column's code, with `-` before it from the end. */
  statement: (sort: string) => Sql;
  hidden: Sql | undefined;
  /** Rows that another viewer would see are left out for this one. */
  partial: boolean;
  lineOf: (row: object) => Line;
};

/** A list without its types: what screens and files need. */
export type ListFace = Pick<
  List<object, object>,
  'code' | 'title' | 'about' | 'right' | 'ticks' | 'gapEvery' | 'empty' | 'foot' | 'ofCards' | 'ofBookings' | 'toPost'
> & {
  columns: readonly Pick<ListColumn<object>, 'code' | 'head' | 'width' | 'usual' | 'sort' | 'bold' | 'right' | 'whole'>[];
  /** The rows that keys name, where prints of it are remembered. */
  named: ((viewer: Viewer, keys: readonly string[]) => Sql) | undefined;
  filter: (known: Known) => Form<object>;
  prepare: (input: Input, asked: Asked) => Prepared;
};

/** ORDER BY of a column; text by how it is read in Japanese, the usual order behind it. */
function orderOf<Row>({ columns, order }: { columns: readonly ListColumn<Row>[]; order: string }, sort: string): Sql {
  const code = sort.replace(/^-/u, '');
  const column = columns.find((one) => one.code === code && one.sort !== undefined);
  return column === undefined
    ? raw(order)
    : raw(`"${column.sort}" ${sort.startsWith('-') ? 'DESC NULLS LAST' : 'ASC NULLS LAST'}, ${order}`);
}

/** Makes a list of its definition. */
export function list<Filter extends object, Row extends object>(definition: List<Filter, Row>): ListFace {
  const { columns, group, remembered } = definition;
  return {
    ...definition,
    named: remembered?.named,
    filter: (known) => definition.filter(known) as unknown as Form<object>,
    prepare: (input, { viewer, known, context, officeId }) => {
      const form = definition.filter(known);
      const usual = definition.usual(context.today, known, officeId);
      const asked = Object.keys(input).length > 0;
      const read = asked ? form.read(input, context) : { ok: true as const, value: usual };
      const filter = read.ok ? read.value : usual;
      return {
        boxes: form.boxes(filter),
        errors: read.ok ? {} : read.errors,
        sentence: definition.sentence(filter, known),
        statement: (sort) => sql`SELECT * FROM (${definition.rows(viewer, filter)}) q ORDER BY ${orderOf(definition, sort)}`,
        hidden: definition.hidden?.(viewer, filter),
        partial: definition.hidden !== undefined && !viewer.seesProtected,
        lineOf: (row) => {
          const own = row as Row;
          return {
            values: columns.map(({ value }) => value(own)),
            goes: columns.map(({ goes }) => goes?.(own) ?? null),
            group: group?.(own) ?? '',
            key: remembered?.key(own) ?? '',
            facts: remembered?.facts(own) ?? [],
          };
        },
      };
    },
  };
}
