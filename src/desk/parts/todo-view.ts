import { paths, withQuery } from '../paths.ts';

/** How 対応が必要 is seen, as its address says: an office, all of them, what one has taken on, or what was answered today. */
export type TodoQuery = { office: string } | { view: 'all' | 'mine' | 'done' };

const MARK = 'todo';
/** What a form carries that leads back there, as it was seen, to a row. */
export const fromTodo = (query: TodoQuery, row = ''): string => withQuery(MARK, { ...query, row });

/** Where a form that came from there leads back to, and what is said there; undefined: it came from elsewhere. */
export function todoOf(from: string, told: Readonly<Record<string, string>> = {}): string | undefined {
  const [mark, query = ''] = from.split('?');
  if (mark !== MARK) return undefined;
  const asked = new URLSearchParams(query);
  const row = asked.get('row') ?? '';
  const to = { office: asked.get('office'), view: asked.get('view'), ...told };
  return withQuery(paths.todo, to, /^[a-z0-9-]{1,60}$/u.test(row) ? row : undefined);
}
