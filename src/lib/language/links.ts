/** Addresses of the site's own pages in links and forms. Files stay, and what leads to other languages (links with `hreflang`, buttons with `lang`). */
const LINK = /<(?:a|form|button)\b(?:"[^"]*"|[^">])*>/gu;
const ADDRESS = / (href|action|formaction)="(\/[^"]*)"/gu;

/** Leads the links and forms of a page on within its language: `/calendar` → `/en/calendar`. */
export function linksWithin(prefix: string, html: string): string {
  if (prefix === '') return html;
  return html.replace(LINK, (tag) =>
    leadsOut(tag)
      ? tag
      : tag.replace(ADDRESS, (whole, name, to) => (isPage(to) ? ` ${name}="${withPrefix(prefix, to)}"` : whole)),
  );
}

/** Links and buttons to another language say so themselves. */
const leadsOut = (tag: string): boolean => tag.includes(' hreflang=') || (tag.startsWith('<button') && tag.includes(' lang='));

const isPage = (to: string): boolean => !to.startsWith('//') && !to.startsWith('/assets/');

/** An address of the site within a language; the first page has no slash at its end. */
export const withPrefix = (prefix: string, to: string): string =>
  prefix === '' ? to : `${prefix}${to.replace(/^\/(?=$|[?#])/u, '')}`;
