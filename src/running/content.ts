/** A part of a report: text, a table, or both. */
export type Section = {
  heading: string;
  text?: string;
  table?: { columns: readonly string[]; rows: readonly (readonly string[])[]; empty: string };
};

/** A report to the city as it is read, on the page, on paper and in a mail: kept as it was handed over, and drawn from that alone. */
export type Content = {
  title: string;
  facts: readonly { term: string; value: string }[];
  sections: readonly Section[];
};

const tableText = ({ columns, rows, empty }: NonNullable<Section['table']>): string[] =>
  rows.length === 0 ? [empty] : [columns.join('　'), ...rows.map((row) => row.join('　'))];

/** A report in a mail. */
export const contentText = ({ title, facts, sections }: Content): string =>
  [
    title,
    '',
    ...facts.map(({ term, value }) => `${term}：${value}`),
    ...sections.flatMap(({ heading, text, table }) => [
      '',
      `■ ${heading}`,
      ...(text === undefined ? [] : [text]),
      ...(table === undefined ? [] : tableText(table)),
    ]),
  ].join('\n');
