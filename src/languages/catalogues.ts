import type { Read, Translated } from '../lib/language/text.ts';
import type { Formats } from './formats.ts';
import type { ja } from './ja/index.ts';

type Japanese = typeof ja;

/** What pages and letters read: a page's texts by its name. */
export type Texts = Read<Japanese>;
export type PageName = keyof Texts;

/** A page in another language: `export const start: Page<'start'> = { … }` says what lacks and what is too much. */
export type Page<Name extends PageName> = Translated<Japanese[Name]>;

/** A language's pages, as far as they are translated. It is offered once none lacks. */
export type Catalogue = { readonly [Name in PageName]?: Page<Name> };

/** One language: its folder's face. */
export type Spoken = { readonly formats: Formats; readonly texts: Catalogue };
