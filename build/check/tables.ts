// What the documents list whole: each table of the database stands in its schema's row of docs/architecture.md, each job of the worker with its time in
// docs/mail-and-log.md, each manual and decision in its index, each list of the desk in the manual of lists. Run by documents.ts.

const rowOf = (text: string, first: RegExp): string | undefined => text.split('\n').find((line) => first.test(line));

/** Tables that the migrations make and leave, and docs/architecture.md does not name in the row of their schema. */
export function missingTables(architecture: string, migrations: readonly string[]): string[] {
  const named = (found: RegExp) =>
    migrations.flatMap((text) => [...text.matchAll(found)].map(([, schema = '', table = '']) => ({ schema, table })));
  const dropped = named(/^DROP TABLE (\w+)\.(\w+)/gmu);
  return named(/^CREATE TABLE (?:IF NOT EXISTS )?(\w+)\.(\w+)/gmu)
    .filter(({ schema, table }) => !dropped.some((gone) => gone.schema === schema && gone.table === table))
    .filter(({ schema, table }) => {
      const row = rowOf(architecture, new RegExp(`^\\| [^|]*\`${schema}\``, 'u'));
      return row === undefined || !new RegExp(`\\b${table}\\b`, 'u').test(row);
    })
    .map(({ schema, table }) => `docs/architecture.md: the row of ${schema} does not name ${table}`);
}

/** A time by the clock as the page says it: 1:10. */
const clockOf = (line: string): string | undefined => {
  const [, hour, minute = ''] = /dailyAt\((\d+), (\d+)\)/u.exec(line) ?? [];
  return hour === undefined ? undefined : `${hour}:${minute.padStart(2, '0')}`;
};

/** Jobs of src/worker/jobs.ts that docs/mail-and-log.md has no row for, or with another time; rows of jobs that are none. */
export function wrongJobs(page: string, program: string): string[] {
  const jobs = [...program.matchAll(/^ {2}(\w+): \{ when: (.*)$/gmu)].map(([, name = '', when = '']) => ({
    name,
    at: clockOf(when),
  }));
  const told = [...page.matchAll(/^\| `(\w+)` \| ([^|]+) \|/gmu)].map(([, name = '', at = '']) => ({ name, at }));
  const lacking = jobs.filter(({ name, at }) => !told.some((one) => one.name === name && (at === undefined || one.at === at)));
  const strange = told.filter(({ name }) => !jobs.some((one) => one.name === name));
  return [
    ...lacking.map(({ name, at }) => `docs/mail-and-log.md has no row for the job ${name}${at === undefined ? '' : ` at ${at}`}`),
    ...strange.map(({ name }) => `docs/mail-and-log.md has a row for ${name}, which is no job`),
  ];
}

/** Files that an index does not lead to. @param files by the end of a link to them @param indexes by their file, with what they hold */
export const notInIndex = (files: readonly string[], indexes: Readonly<Record<string, string>>): string[] =>
  Object.entries(indexes).flatMap(([index, text]) =>
    files.filter((file) => !text.includes(`${file})`)).map((file) => `${index} does not list ${file}`),
  );

/** Lists that stand in the city's list of lists (made of the program) and not in the table of the manual. */
export const listsNotTold = (reports: string, manual: string): string[] =>
  [...reports.matchAll(/^\| ([^|]+) \|/gmu)]
    .map(([, title = '']) => title)
    .filter((title) => title !== '名称' && title !== '---' && !manual.includes(`| ${title} |`))
    .map((title) => `docs/manual/lists.md does not tell of the list ${title}`);
