import { join, sql } from '../../lib/db/sql.ts';
import { japaneseSentences } from '../../lib/form/index.ts';
import { listOf } from '../../lists/all.ts';
import type { AtOffices } from '../menu.ts';
import { paths, withQuery } from '../paths.ts';

/**
 * Of what waits in a list: how many of its rows are of offices, counted by the list itself, so that it shows as many. What is of two of them, as a card between
 * them, is one. `query`: the rest of its filter.
 */
export const ofListAtOffice = (code: string, query: Readonly<Record<string, string>> = {}): AtOffices => ({
  count: ({ viewer, offices, today }) => {
    const list = listOf(code);
    if (list === undefined) throw new Error(`there is no list ${code}`);
    const facts = { address: '', phone: '', retired: false };
    const known = {
      offices: offices.map((office) => ({ ...office, ...facts })),
      services: [],
      statuses: [],
      bound: true as const,
    };
    const of = { viewer, known, context: { today, sentences: japaneseSentences }, officeId: null };
    const keys = offices.map(
      (office) => sql`SELECT q.key FROM (${list.prepare({ ...query, office: office.code }, of).unordered}) q`,
    );
    return sql`SELECT count(*)::integer FROM (${join(keys, ' UNION ')}) u`;
  },
  href: (office) => withQuery(paths.list(code), { ...query, office: office.code }),
});
