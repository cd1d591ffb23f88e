import type { Page } from './browse.ts';

const attribute = (tag: string, name: string): string | undefined => new RegExp(`\\s${name}="([^"]*)"`, 'u').exec(tag)?.[1];
const plainText = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** What a browser would send for the form of a page that posts to `action`, were nothing typed: without the pressed button and the token. */
export function formFields(page: Page, action: string): Record<string, string> {
  const form = [...page.html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/gu)]
    .map(([text]) => text)
    .find((text) => attribute(text.slice(0, text.indexOf('>') + 1), 'action') === action);
  if (form === undefined) throw new Error(`${page.url} (${page.status}) has no form that posts to ${action}`);
  const fields: Record<string, string> = {};
  for (const [tag] of form.matchAll(/<input\b[^>]*>/gu)) {
    const [name, type] = [attribute(tag, 'name'), attribute(tag, 'type')];
    if (name === undefined || name === 'form_token') continue;
    if ((type === 'checkbox' || type === 'radio') && !/\schecked(?=[\s/>=])/u.test(tag)) continue;
    fields[name] = plainText(attribute(tag, 'value') ?? '');
  }
  for (const [, tag = '', text = ''] of form.matchAll(/(<textarea\b[^>]*>)([\s\S]*?)<\/textarea>/gu))
    fields[attribute(tag, 'name') ?? ''] = plainText(text);
  return fields;
}
