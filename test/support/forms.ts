import type { Page } from './browse.ts';

const attribute = (tag: string, name: string): string | undefined => new RegExp(`\\s${name}="([^"]*)"`, 'u').exec(tag)?.[1];
const plainText = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

const FORM = /<form\b[^>]*>[\s\S]*?<\/form>/gu;
/** The tag a form begins with. */
const begin = (form: string): string => form.slice(0, form.indexOf('>') + 1);

/** `buttons`: what each press sends besides, `{}` where it sends nothing. */
export type PostForm = { action: string; fields: Record<string, string>; boxes: string[]; buttons: Record<string, string>[] };

/** Every form of a page that is posted: where to, what is sent were nothing typed, and the boxes one types into. */
export function postForms(page: Pick<Page, 'html'>): PostForm[] {
  return [...page.html.matchAll(FORM)].flatMap(([form]) => {
    if (attribute(begin(form), 'method') !== 'post') return [];
    const inputs = [...form.matchAll(/<input\b[^>]*>/gu)].filter(([tag]) =>
      ['text', 'tel', 'email'].includes(attribute(tag, 'type') ?? 'text'),
    );
    const boxes = [...inputs, ...form.matchAll(/<textarea\b[^>]*>/gu)].map(([tag]) => attribute(tag, 'name') ?? '');
    const buttons = [...form.matchAll(/<button\b[^>]*>/gu)].map(([tag]): Record<string, string> => {
      const name = attribute(tag, 'name');
      return name === undefined ? {} : { [name]: plainText(attribute(tag, 'value') ?? '') };
    });
    return [{ action: plainText(attribute(begin(form), 'action') ?? ''), fields: fieldsOf(form), boxes, buttons }];
  });
}

/**
 * What a browser would send for the form of a page that posts to `action`, itself or by one of its buttons, were nothing typed: without the pressed button and
 * the token.
 * `has`: something that only the form meant has, where several post there.
 */
export function formFields(page: Page, action: string, has = ''): Record<string, string> {
  const form = [...page.html.matchAll(FORM)]
    .map(([text]) => text)
    .find(
      (text) =>
        attribute(begin(text), 'method') === 'post' &&
        (attribute(begin(text), 'action') === action || text.includes(`formaction="${action}"`)) &&
        text.includes(has),
    );
  if (form === undefined) throw new Error(`${page.url} (${page.status}) has no form that posts to ${action}`);
  return fieldsOf(form);
}

function fieldsOf(form: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of form.matchAll(/<input\b[^>]*>/gu)) {
    const [name, type] = [attribute(tag, 'name'), attribute(tag, 'type')];
    if (name === undefined || name === 'form_token') continue;
    if ((type === 'checkbox' || type === 'radio') && !/\schecked(?=[\s/>=])/u.test(tag)) continue;
    fields[name] = plainText(attribute(tag, 'value') ?? '');
  }
  for (const [, tag = '', inside = ''] of form.matchAll(/(<select\b[^>]*>)([\s\S]*?)<\/select>/gu)) {
    const options = [...inside.matchAll(/<option\b[^>]*>/gu)].map(([option]) => option);
    const chosen = options.find((option) => /\sselected(?=[\s/>=])/u.test(option)) ?? options[0];
    fields[attribute(tag, 'name') ?? ''] = plainText(attribute(chosen ?? '', 'value') ?? '');
  }
  for (const [, tag = '', text = ''] of form.matchAll(/(<textarea\b[^>]*>)([\s\S]*?)<\/textarea>/gu))
    fields[attribute(tag, 'name') ?? ''] = plainText(text);
  return fields;
}

/** The boxes a page sends back to, in the order its summary names them; each must have its words beside it. */
export function wrongBoxes(page: Page): string[] {
  const summary = /<ul class="bullets">([\s\S]*?)<\/ul>/u.exec(page.html)?.[1] ?? '';
  const names = [...summary.matchAll(/<a href="#f-([^"]*)"/gu)].map(([, name = '']) => name);
  for (const name of names)
    for (const id of [`id="f-${name}"`, `id="f-${name}-error"`])
      if (!page.html.includes(id)) throw new Error(`${page.url} has no ${id}`);
  return names;
}
