import { expect } from 'vitest';
import type { Page } from './browse.ts';
import { htmlFaults } from './html.ts';

const withoutTags = (html: string): string => html.replace(/<[^>]*>/gu, '');

/** What a page says, without tags. */
export const words = ({ html }: Page): string => withoutTags(html);

/** What a page, an address or a record says besides ids, tokens and digests: these are random letters, and now and then spell a year or a number. */
export const unrandom = (text: string): string => text.replace(/[\w-]{20,}/gu, '');

export const heading = ({ html }: Page): string => withoutTags(/<h1[^>]*>(.*?)<\/h1>/u.exec(html)?.[1] ?? '');

/** A page that answered as it should and holds nothing wrong. */
export async function good(page: Page, status = 200): Promise<Page> {
  expect([page.url, page.status]).toEqual([page.url, status]);
  expect({ page: page.url, faults: await htmlFaults(page.html) }).toEqual({ page: page.url, faults: [] });
  return page;
}
