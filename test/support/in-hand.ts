import type { Page, Visitor } from './browse.ts';
import { formFields } from './forms.ts';

/** Where a press asked whether the card is in hand, since the records have it elsewhere: the press once more, and the page it leads to. */
export async function inHandAllTheSame(me: Visitor, page: Page): Promise<Page> {
  if (!page.html.includes('手元のカードで交付済にする')) return page;
  const fields = formFields(page, '/today/press', 'name="seen"');
  return me.follow(await me.post('/today/press', { ...fields, press: 'handed-over' }));
}
