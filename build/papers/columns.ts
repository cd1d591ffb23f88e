// The tables and columns after all migrations, read from the text of the migrations: papers are made without a database.
// test/tables-paper.test.ts compares them with a migrated one.

export type Column = { name: string; type: string; required: boolean };
/** `schema.table` → its columns in their order. */
type Tables = Map<string, Column[]>;

/** Text without comments; what stands in quotes or between dollars is kept as it is. */
const bare = (sql: string): string =>
  sql.replace(/('(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\2\$)|--[^\n]*/gu, (_, kept: string | undefined) => kept ?? '');

/** Cuts at a sign that stands in no brackets, no quotes and not between dollars. */
function cut(text: string, sign: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const [piece] of text.matchAll(/'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$|[\s\S]/gu)) {
    if (piece === '(') depth += 1;
    if (piece === ')') depth -= 1;
    if (piece === sign && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += piece;
  }
  return [...parts, part.trim()].filter((one) => one !== '');
}

const SHORT: Readonly<Record<string, string>> = { timestamptz: 'timestamp with time zone', int: 'integer', bool: 'boolean' };
const CONSTRAINT = /^(?:CONSTRAINT|PRIMARY KEY|UNIQUE|FOREIGN KEY|CHECK|EXCLUDE)\b/iu;
const COLUMN = /^(\w+)\s+([\w.]+(?:\s*\(\d+\))?(?:\[\])?)\s*([\s\S]*)$/u;

function columnOf(text: string): Column {
  const [, name = '', type = '', rest = ''] = COLUMN.exec(text) ?? [];
  if (name === '') throw new Error(`no column: ${text}`);
  return { name, type: SHORT[type] ?? type, required: /\bNOT NULL\b|\bPRIMARY KEY\b|\bAS IDENTITY\b/iu.test(rest) };
}

/** Columns that the table's own PRIMARY KEY names may not be empty either. */
function withKey(columns: Column[], constraint: string): void {
  const [, names = ''] = /PRIMARY KEY\s*\(([^)]*)\)/iu.exec(constraint) ?? [];
  for (const name of names.split(',').map((one) => one.trim()))
    for (const column of columns) if (column.name === name) column.required = true;
}

function create(tables: Tables, name: string, body: string): void {
  const items = cut(body, ',');
  const columns = items.filter((item) => !CONSTRAINT.test(item)).map(columnOf);
  for (const item of items.filter((one) => CONSTRAINT.test(one))) withKey(columns, item);
  tables.set(name, columns);
}

/** One action of an ALTER TABLE that changes its columns; others are nothing here. */
function alter(columns: Column[], action: string): Column[] {
  const [, added] = /^ADD COLUMN (?:IF NOT EXISTS )?([\s\S]+)$/iu.exec(action) ?? [];
  if (added !== undefined) return [...columns, columnOf(added)];
  const [, dropped] = /^DROP COLUMN (?:IF EXISTS )?(\w+)/iu.exec(action) ?? [];
  if (dropped !== undefined) return columns.filter(({ name }) => name !== dropped);
  const [, from, to] = /^RENAME COLUMN (\w+) TO (\w+)/iu.exec(action) ?? [];
  if (to !== undefined) return columns.map((column) => (column.name === from ? { ...column, name: to } : column));
  const [, set, verb] = /^ALTER COLUMN (\w+) (SET|DROP) NOT NULL/iu.exec(action) ?? [];
  if (set !== undefined)
    return columns.map((column) => (column.name === set ? { ...column, required: verb?.toUpperCase() === 'SET' } : column));
  const [, retyped, type = ''] = /^ALTER COLUMN (\w+) TYPE ([\w[\]]+)/iu.exec(action) ?? [];
  if (retyped !== undefined)
    return columns.map((column) => (column.name === retyped ? { ...column, type: SHORT[type] ?? type } : column));
  withKey(columns, action);
  return columns;
}

function follow(tables: Tables, statement: string): void {
  const [, made, body = ''] =
    /^CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?(\w+\.\w+)\s*\(([\s\S]*)\)[^)]*$/iu.exec(statement) ?? [];
  if (made !== undefined) {
    create(tables, made, body);
    return;
  }
  const [, changed, actions = ''] = /^ALTER TABLE (?:ONLY )?(\w+\.\w+)\s+([\s\S]*)$/iu.exec(statement) ?? [];
  if (changed !== undefined) {
    const columns = tables.get(changed);
    if (columns === undefined) throw new Error(`ALTER TABLE of ${changed}, which is not there`);
    tables.set(changed, cut(actions, ',').reduce(alter, columns));
    return;
  }
  const [, gone] = /^DROP TABLE (?:IF EXISTS )?(\w+\.\w+)/iu.exec(statement) ?? [];
  if (gone !== undefined) tables.delete(gone);
}

/** The tables after all migrations. @param migrations their texts, in order. Throws at a statement it cannot follow. */
export function tablesAfter(migrations: readonly string[]): Tables {
  const tables: Tables = new Map();
  for (const statement of migrations.flatMap((text) => cut(bare(text), ';'))) follow(tables, statement);
  return tables;
}
