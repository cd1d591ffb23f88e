import { folded } from '../lib/csv/table.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { type ColumnSpec, FIELDS, type Field, type Profile } from './profile.ts';

/** Which cells make a field: their places (0 is the first), and what stands between them. */
export type Columns = { at: number[]; between: string };
/** With what people call the column. */
type Place = Columns & { title: string };

export type Layout = {
  /** What each column is called, for every column of the file. */
  titles: string[];
  places: Partial<Record<Field, Place>>;
  /** Columns the profile names and the file lacks, as the profile calls them: what stands in them stays as it was. */
  absent: string[];
  /** Columns of the file that no field is read from. */
  unused: string[];
};

/** Finds the columns a profile names in the head of a file. `detail` of a refusal: the columns that are missing. */
export function layOut(profile: Profile, first: readonly string[]): Outcome<Layout, 'columns_missing' | 'columns_twice'> {
  const titles = first.map((title, at) => (profile.header && title.trim() !== '' ? title.trim() : `${at + 1}列目`));
  const keys = profile.header ? first.map(folded) : [];
  const missing: string[] = [];
  const twice: string[] = [];
  const absent: string[] = [];

  const find = (name: string | number): number => {
    if (typeof name === 'number') return name <= first.length ? name - 1 : -1;
    const at = keys.indexOf(folded(name));
    if (at !== -1 && keys.includes(folded(name), at + 1)) twice.push(name);
    return at;
  };
  const place = (spec: ColumnSpec): Place | undefined => {
    if (typeof spec === 'object' && 'joined' in spec) {
      const at = spec.joined.map(find);
      return at.includes(-1) ? undefined : { at, between: spec.between, title: at.map((one) => titles[one]).join('・') };
    }
    const at = (Array.isArray(spec) ? spec : [spec]).map(find).find((found) => found !== -1);
    return at === undefined ? undefined : { at: [at], between: '', title: titles[at] ?? '' };
  };

  const places: Layout['places'] = {};
  for (const field of FIELDS) {
    const spec = profile.columns[field];
    if (spec === undefined) continue;
    const found = place(spec);
    if (found !== undefined) places[field] = found;
    else if (field === 'noticeId' || field === 'name' || field === 'birth') missing.push(nameOf(spec));
    else absent.push(nameOf(spec));
  }
  if (missing.length > 0) return refused('columns_missing', missing.join('、'));
  if (twice.length > 0) return refused('columns_twice', [...new Set(twice)].join('、'));
  const used = new Set(Object.values(places).flatMap(({ at }) => at));
  return done({ titles, places, absent, unused: titles.filter((_, at) => !used.has(at)) });
}

const nameOf = (spec: ColumnSpec): string => {
  const names = typeof spec === 'object' && 'joined' in spec ? spec.joined : [spec].flat().slice(0, 1);
  return names.map((name) => (typeof name === 'number' ? `${name}列目` : name)).join('・');
};

/** The text of a field in a row. */
export function cellOf(cells: readonly string[], place: Place | undefined): string {
  if (place === undefined) return '';
  const [only] = place.at;
  if (place.at.length === 1 && only !== undefined) return cells[only] ?? '';
  return place.at
    .map((at) => cells[at] ?? '')
    .filter((text) => text !== '')
    .join(place.between);
}
