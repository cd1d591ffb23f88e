import { listOf } from '../../lists/all.ts';
import { countRows, knownOf } from '../../lists/read.ts';
import type { Wait } from '../menu.ts';
import { paths, withQuery } from '../paths.ts';
import { contextOf } from './form.tsx';
import { viewerOf } from './viewer.ts';

/** Of what waits in a list: how many of its rows are of an office, counted by the list itself, so that it shows as many. `query`: the rest of its filter. */
export const ofListAtOffice =
  (code: string, query: Readonly<Record<string, string>> = {}): NonNullable<Wait['ofOffice']> =>
  async (ask, office) => {
    const list = listOf(code);
    if (list === undefined) throw new Error(`there is no list ${code}`);
    const filter = { ...query, office: office.code };
    const of = { viewer: viewerOf(ask), known: await knownOf(ask.db, list), context: contextOf(ask), officeId: null };
    return { count: await countRows(ask.db, list.prepare(filter, of)), href: withQuery(paths.list(code), filter) };
  };
