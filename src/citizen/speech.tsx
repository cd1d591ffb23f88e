import { createContext, type VNode } from 'preact';
import { useContext } from 'preact/hooks';
import { renderToString } from 'preact-render-to-string';
import { countIn, type Formats, formatsOf, type Language, prefixOf, type Texts, textsOf } from '../languages/index.ts';
import { bothIn, type Named, type Said, saidIn } from '../languages/names.ts';
import {
  Beside,
  type Drawn,
  draw,
  drawPart,
  type Filling,
  fill,
  PartWordsContext,
  Phrase,
  renderPage,
} from '../lib/html/index.ts';
import { linksWithin } from '../lib/language/links.ts';
import { rubyInHtml } from '../lib/language/ruby.ts';
import type { Counted } from '../lib/language/text.ts';

/** What a page is said in, and where it stands. */
export type Speech = {
  language: Language;
  /** Its address without language: the way to the same page in another one. Undefined: the page offers none. */
  here: string | undefined;
};

const SpeechContext = createContext<Speech>({ language: 'ja', here: undefined });

export const useSpeech = (): Speech => useContext(SpeechContext);
/** The texts of the page's language. */
export const useTexts = (): Texts => textsOf(useSpeech().language);
/** How the page's language says days, times and lists. */
export const useSay = (): Formats => formatsOf(useSpeech().language);

/** The text for a number, in the page's language. */
export function useCount(): (text: Counted<'count'>, count: number) => string {
  const { language } = useSpeech();
  return (text, count) => countIn(language, text, count);
}

/** The page in a language. Whatever draws a part of a page by itself puts it in here. */
const Speaking = ({ speech, children }: { speech: Speech; children: VNode | VNode[] }) => (
  <SpeechContext.Provider value={speech}>
    <PartWordsContext.Provider value={textsOf(speech.language).controls}>{children}</PartWordsContext.Provider>
  </SpeechContext.Provider>
);

/** What every page of a language needs once it is text: readings above kanji, links that stay within the language. Japanese stays as it is drawn. */
const within =
  (language: Language) =>
  (html: string): string =>
    language === 'ja' ? html : linksWithin(prefixOf(language), rubyInHtml(html));

export const renderIn = (speech: Speech, page: VNode): string =>
  within(speech.language)(renderPage(<Speaking speech={speech}>{page}</Speaking>));

/** A part that is drawn by itself. */
export const renderPartIn = (speech: Speech, part: VNode): string =>
  within(speech.language)(renderToString(<Speaking speech={speech}>{part}</Speaking>));

/** A drawing in a language (`draw`); what is put into its placeholders is in that language too. */
export const drawIn = (speech: Speech, page: VNode, ready?: (name: string) => Buffer | undefined): Drawn =>
  draw(<Speaking speech={speech}>{page}</Speaking>, ready, within(speech.language));

/** A part of a page with placeholders of its own. */
export const drawPartIn = (speech: Speech, part: VNode): Drawn =>
  drawPart(<Speaking speech={speech}>{part}</Speaking>, within(speech.language));

/** Fills the placeholders of a drawing for one reader. */
export const fillIn = (speech: Speech, drawn: Drawn, own: Readonly<Record<string, Filling>> = {}): Buffer =>
  fill(
    drawn,
    Object.fromEntries(
      Object.entries(own).map(([name, filling]) => [
        name,
        typeof filling === 'string' || Buffer.isBuffer(filling) ? filling : <Speaking speech={speech}>{filling}</Speaking>,
      ]),
    ),
    within(speech.language),
  );

/** What staff named, in the reader's language; in Japanese, and marked so, where they gave no other. */
export const Name = ({ of }: { of: Named }) => <Words said={saidIn(useSpeech().language, of)} />;

/** An office or a service where the reader is to go or to ask: beside their own language in Japanese, marked so. */
export function BothNames({ of }: { of: Named }) {
  const { said, japanese } = bothIn(useSpeech().language, of);
  const own = <Phrase>{said.text}</Phrase>;
  return (
    <>
      {said.lang === undefined ? own : <span lang={said.lang}>{own}</span>}
      {japanese !== undefined && <Beside words={japanese} lang="ja" />}
    </>
  );
}

/** Words whose language is marked where it is not the page's. */
export const Words = ({ said: { text, lang } }: { said: Said }) => (lang === undefined ? text : <span lang={lang}>{text}</span>);

const HERE = '\0';
/** A sentence with what staff named in it, the name alone marked where it is in Japanese. */
export function With({ sentence, of }: { sentence: (name: string) => string; of: Named }) {
  const said = saidIn(useSpeech().language, of);
  if (said.lang === undefined) return <Phrase>{sentence(said.text)}</Phrase>;
  const [before = '', behind = ''] = sentence(HERE).split(HERE);
  return (
    <>
      <Phrase>{before}</Phrase>
      <Words said={said} />
      <Phrase>{behind}</Phrase>
    </>
  );
}

/** What staff wrote (notices, papers, addresses): in the reader's language where it was translated, else in Japanese and marked so. `as`: where Japanese lines may break. */
export function Theirs({ children, as = (text) => text }: { children: string; as?: (text: string) => string }) {
  const { text, lang } = saidIn(useSpeech().language, { name: children });
  const said = <Phrase>{as(text)}</Phrase>;
  return lang === undefined ? said : <span lang={lang}>{said}</span>;
}

/** What a visit is booked for. */
export const ServiceName = ({
  visit: { serviceName: name, serviceNames: names },
}: {
  visit: { serviceName: string; serviceNames?: Record<string, string> };
}) => <BothNames of={names === undefined ? { name } : { name, names }} />;
