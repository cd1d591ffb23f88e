import { expect } from 'vitest';
import { readDraft } from '../../src/calendar/drafts.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { type Page, signedIn, type Visitor } from './browse.ts';
import type { FreshDatabase } from './database.ts';
import { PASSWORD, startDesk, type TestDesk } from './desk.ts';
import { formFields, wrongBoxes } from './forms.ts';
import { htmlFaults } from './html.ts';
import { openRuledCity, type RuledCity } from './ruled-city.ts';

/** A city with rules, its desk, and an administrator who changes the calendar through the pages of drafts. */
export type Drafting = {
  fresh: FreshDatabase;
  city: RuledCity;
  desk: TestDesk;
  me: Visitor;
  /** An empty draft. */
  begin(): Promise<number>;
  /** The form that puts `what` into a draft, filled in as a clerk does, and sent. */
  put(draft: number, what: string, typed: Fields, how?: How): Promise<Page>;
  /** The same, and it must lead into the draft; what the draft's page then says, without tags. */
  puts(draft: number, what: string, typed: Fields, how?: How): Promise<string>;
  /** Put through a form that refuses it: the boxes named, each with its words; nothing stored, nothing typed lost. */
  refused(draft: number, what: string, typed: Fields, how?: How): Promise<Refused>;
  /** What the draft's preview says, without tags. */
  preview(draft: number): Promise<string>;
  publish(draft: number): Promise<Page>;
  close(): Promise<void>;
};
type Fields = Record<string, string>;
/** `query`, `page`: how its form was come to, where that is not the page of `what`; `has`: what only the form meant has; `status`: of a refusal. */
type How = { query?: string; page?: string; has?: string; status?: number };
type Refused = { boxes: string[]; words: string };

const said = ({ html }: Page): string => html.replace(/<[^>]*>/gu, '').replace(/\s+/gu, ' ');

export async function startDrafting(): Promise<Drafting> {
  const { fresh, city } = await openRuledCity();
  const desk = await startDesk(fresh);
  await desk.account('ide', ['admin'], city.main, '井手 誠');
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  const at = (draft: number, what: string) => `/calendar/drafts/${draft}/${what}`;

  const put: Drafting['put'] = async (draft, what, typed, { query = '', page: from = what, has } = {}) => {
    const page = await me.get(`${at(draft, from)}${query}`);
    expect([page.status, await htmlFaults(page.html)], at(draft, what)).toEqual([200, []]);
    return me.post(at(draft, what), { ...formFields(page, at(draft, what), has), ...typed });
  };
  const kept = async (draft: number) => ({
    ...(await desk.db.one<{ changes: number }>(sql`SELECT count(*) AS changes FROM calendar.draft_changes`)),
    version: (await readDraft(desk.db, draft))?.version,
  });
  const preview: Drafting['preview'] = async (draft) => {
    const page = await me.get(`/calendar/drafts/${draft}/preview`);
    expect([page.status, await htmlFaults(page.html)]).toEqual([200, []]);
    return said(page);
  };
  return {
    fresh,
    city,
    desk,
    me,
    begin: async () => {
      await me.get('/calendar');
      const { location } = await me.post('/calendar/drafts', {});
      return Number(/drafts\/(\d+)/u.exec(location ?? '')?.[1]);
    },
    put,
    puts: async (draft, what, typed, how) => {
      const page = await put(draft, what, typed, how);
      expect([page.status, page.location, wrongBoxes(page)]).toEqual([303, `/calendar/drafts/${draft}?done=added`, []]);
      return said(await me.follow(page));
    },
    refused: async (draft, what, typed, how = {}) => {
      const before = await kept(draft);
      const page = await put(draft, what, typed, how);
      expect([page.status, await htmlFaults(page.html)]).toEqual([how.status ?? 422, []]);
      expect(await kept(draft)).toEqual(before);
      const again = formFields(page, at(draft, what), how.has);
      // A box left empty may be a tick that was not set.
      for (const [name, value] of Object.entries(typed)) expect([name, again[name] ?? '']).toEqual([name, value]);
      return { boxes: wrongBoxes(page), words: said(page) };
    },
    preview,
    publish: async (draft) => {
      const page = await me.get(`/calendar/drafts/${draft}/preview`);
      const action = `/calendar/drafts/${draft}/publish`;
      return me.follow(await me.post(action, formFields(page, action)));
    },
    close: async () => {
      await desk.close();
      await fresh.drop();
    },
  };
}
