import { randomUUID } from 'node:crypto';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { renderPage } from './document.tsx';

/** A page drawn once for many, encoded, with a placeholder after each piece but the last. */
export type Drawn = { readonly pieces: readonly Buffer[]; readonly placeholders: readonly string[] };

/** Nobody can guess it, so nothing anyone typed is taken for a placeholder. */
const NONCE = randomUUID();
const PLACEHOLDER = new RegExp(`${NONCE}~(.*?)~`, 'u');

/** Stands as text or as an attribute's value where each reader of a page has something of their own. No `~` in the name. */
export const placeholder = (name: string): string => `${NONCE}~${name}~`;

const asDrawn = (html: string): string => html;

/** Draws a page with its placeholders; those that `ready` knows are filled at once. `finish`: what is done to the page's text before it is kept. */
export const draw = (page: VNode, ready?: (name: string) => Buffer | undefined, finish = asDrawn): Drawn =>
  cut(finish(renderPage(page)), ready);

/** The same for a part of a page, to go into a placeholder of one. */
export const drawPart = (part: VNode, finish = asDrawn): Drawn => cut(finish(renderToString(part)));

function cut(html: string, ready: (name: string) => Buffer | undefined = () => undefined): Drawn {
  const [first = '', ...rest] = html.split(PLACEHOLDER);
  let piece: Buffer[] = [Buffer.from(first)];
  const pieces: Buffer[] = [];
  const placeholders: string[] = [];
  for (let at = 0; at < rest.length; at += 2) {
    const name = rest[at] ?? '';
    const known = ready(name);
    const after = Buffer.from(rest[at + 1] ?? '');
    if (known === undefined) {
      pieces.push(Buffer.concat(piece));
      placeholders.push(name);
      piece = [after];
    } else piece.push(known, after);
  }
  return { pieces: [...pieces, Buffer.concat(piece)], placeholders };
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' };
/** As text and in an attribute, as a page's own text is written. */
const escaped = (text: string): string => text.replace(/[&<"]/gu, (one) => ENTITIES[one] ?? one);

/** What goes into a placeholder: a text, a part of the page, or what `fill` gave for a part drawn by itself. */
export type Filling = VNode | string | Buffer;

/** The page of one reader. What goes into a placeholder is escaped as any text; a placeholder that nothing is given for is a fault. `finish`: as of `draw`. */
export function fill({ pieces, placeholders }: Drawn, own: Readonly<Record<string, Filling>> = {}, finish = asDrawn): Buffer {
  const parts: Buffer[] = [];
  pieces.forEach((piece, n) => {
    parts.push(piece);
    const name = placeholders[n];
    if (name === undefined) return;
    const filling = own[name];
    if (filling === undefined) throw new Error(`nothing for the placeholder ${name}`);
    if (Buffer.isBuffer(filling)) parts.push(filling);
    else parts.push(Buffer.from(finish(typeof filling === 'string' ? escaped(filling) : renderToString(filling))));
  });
  return Buffer.concat(parts);
}
