import { paths, withQuery } from '../paths.ts';

/** How 対応が必要 is seen, as its address says: an office, all of them, what one has taken on, or what was answered today. */
export type TodoQuery = { office: string } | { view: 'all' | 'mine' | 'done' };

const MARK = 'todo';
/** What a form carries that leads back there, as it was seen. */
export const fromTodo = (query: TodoQuery): string => withQuery(MARK, query);

/** Where a form that came from there leads back to, and what is said there; undefined: it came from elsewhere. */
export function todoOf(from: string, told: Readonly<Record<string, string>> = {}): string | undefined {
  const [mark, query = ''] = from.split('?');
  if (mark !== MARK) return undefined;
  const asked = new URLSearchParams(query);
  return withQuery(paths.todo, { office: asked.get('office'), view: asked.get('view'), ...told });
}
