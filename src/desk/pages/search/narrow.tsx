import type { Status } from '../../../cards/read.ts';
import { Button, GetForm, SelectBox } from '../../../lib/html/index.ts';
import { type Found, MOST } from '../../parts/find-people.ts';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';

/** Nobody looks further than so many pages: what was typed is narrowed down instead. */
export const MOST_PAGES = 20;

/** How many were found, as far as they were looked for. */
export const foundWords = ({ over, page, hits }: Extract<Found, { state: 'found' }>): string =>
  over ? `カード${page * MOST}枚より多数` : `カード${(page - 1) * MOST + hits.length}枚`;

/** The hits of one status alone (§8(2)⑧). Its code names nobody: it may stand in the address beside the opaque id. */
export const Narrow = ({ ask, status, statuses }: { ask: SignedAsk; status: string; statuses: readonly Status[] }) => (
  <GetForm action={paths.found(ask.params['id'] ?? '')} class="row-form">
    <label for="status">交付状況</label>
    <SelectBox
      id="status"
      name="status"
      value={status}
      options={[{ value: '', label: 'すべて' }, ...statuses.map(({ code, name }) => ({ value: code, label: name }))]}
    />
    <Button kind="second">絞り込む</Button>
  </GetForm>
);

/** The pages before and after this one: how many there are nobody counts. */
export function Pages({ ask, found: { page, over, status } }: { ask: SignedAsk; found: Extract<Found, { state: 'found' }> }) {
  if (page === 1 && !over) return null;
  const to = (one: number) => withQuery(paths.found(ask.params['id'] ?? ''), { status, page: one });
  return (
    <p class="lead">
      {page > 1 && <a href={to(page - 1)}>前の{MOST}枚</a>}
      {page > 1 && over && '　'}
      {over && page < MOST_PAGES && <a href={to(page + 1)}>次の{MOST}枚</a>}
    </p>
  );
}
