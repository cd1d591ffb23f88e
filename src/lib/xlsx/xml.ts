import { SaxesParser } from 'saxes';
import { BadWorkbook } from './parts.ts';

/** What happens in a part, by names without their prefix: writers differ in `row` and `x:row`. */
type Hears = {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
};

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Attributes by their names without prefix. */
function plain(attributes: Record<string, string>): Record<string, string> {
  const named: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) named[local(name)] = value;
  return named;
}

/**
 * Reads a part, telling what is in it; hands control back after each piece, so that what was heard can be taken away. A document type is refused: no
 * spreadsheet writes one, and entities that name entities fill any memory. Throws BadWorkbook where it is no XML.
 */
export async function* hearXml(pieces: AsyncIterable<string>, hears: Hears): AsyncGenerator<void> {
  const parser = new SaxesParser();
  parser.on('error', () => {
    throw new BadWorkbook('workbook-broken');
  });
  parser.on('doctype', () => {
    throw new BadWorkbook('workbook-broken');
  });
  parser.on('opentag', ({ name, attributes }) => hears.open?.(local(name), plain(attributes)));
  parser.on('text', (text) => hears.text?.(text));
  parser.on('cdata', (text) => hears.text?.(text));
  parser.on('closetag', ({ name }) => hears.close?.(local(name)));
  for await (const piece of pieces) {
    parser.write(piece);
    yield;
  }
  parser.close();
}

/** The same for a small part that is heard to its end. */
export async function hearAll(pieces: AsyncIterable<string>, hears: Hears): Promise<void> {
  for await (const _ of hearXml(pieces, hears));
}

/** `_x000D_` stands for a character that XML cannot hold (ECMA-376 22.9.2.19). */
export const unescaped = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/gu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
