import { field, type SignedAsk } from '../route.ts';

/** The page that the address asks for, of so many rows: never one that is not there. `box`: what it is called there, where a page has several lists. */
export function pageAsked(ask: SignedAsk, rows: number, limit: number, box = 'page') {
  const pages = Math.max(1, Math.ceil(rows / limit));
  const page = Math.min(Math.max(1, Number.parseInt(field(ask.query, box), 10) || 1), pages);
  return { page, pages, limit, offset: (page - 1) * limit };
}
