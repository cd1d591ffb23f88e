import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { plain } from '../language/text.ts';
import { asset, typedSheet } from './assets.ts';
import { usePartWords } from './words.tsx';

type DocumentProps = {
  /** BCP 47, e.g. `ja`. */
  lang: string;
  /** What the page is, before the site's name; never anything personal: titles end up in histories and logs. */
  title: string;
  site: string;
  /** Which sheet and script: `citizen` or `desk`. Also the class of the body. */
  look: 'citizen' | 'desk';
  /** A class of the body besides. */
  also?: string | undefined;
  /** The same page in other languages, for search engines. */
  others?: readonly { lang: string; href: string }[];
  /** Says "エラー：" first, so that a screen reader says it first. */
  wrong?: boolean;
  /** Pages for search engines: only the start page is. */
  indexed?: boolean;
  /** For search engines and for who is sent the address: what one finds here. */
  description?: string | undefined;
  /** Across the top of the page, before all else, in Japanese: that this is not the real site. */
  band?: string | undefined;
  /** Seconds after which a browser without scripts asks for the page again. One with scripts does it without losing where one reads. */
  refresh?: number | undefined;
  children: ComponentChildren;
};

/** The whole page. No inline script or style anywhere: the policy allows only what comes from here as a file. */
export function Document({
  lang,
  title,
  site,
  look,
  also,
  others = [],
  wrong = false,
  indexed = false,
  description,
  band,
  refresh,
  children,
}: DocumentProps) {
  const words = usePartWords();
  const typed = look === 'citizen' ? typedSheet() : undefined;
  return (
    <html lang={lang}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no" />
        {!indexed && <meta name="robots" content="noindex" />}
        {refresh !== undefined && (
          <noscript>
            <meta http-equiv="refresh" content={String(refresh)} />
          </noscript>
        )}
        {description !== undefined && (
          <>
            <meta name="description" content={description} />
            <meta property="og:type" content="website" />
            <meta property="og:title" content={plain(title)} />
            <meta property="og:site_name" content={plain(site)} />
            <meta property="og:description" content={description} />
          </>
        )}
        <title>{`${wrong ? words.errorPrefix : ''}${plain(title)}｜${plain(site)}`}</title>
        {others.map((other) => (
          <link rel="alternate" hreflang={other.lang} href={other.href} />
        ))}
        <link rel="icon" href={asset('mark.svg')} type="image/svg+xml" />
        <link rel="stylesheet" href={asset(`${look}.css`)} />
        {typed !== undefined && <link rel="stylesheet" href={typed} />}
        <script type="module" src={asset(`${look}.js`)} />
      </head>
      <body class={also === undefined ? look : `${look} ${also}`}>
        <a class="skip" href="#main">
          {words.skip}
        </a>
        {band !== undefined && (
          <p class="band" lang="ja">
            <b>練習</b> {band}
          </p>
        )}
        {children}
      </body>
    </html>
  );
}

/** A page as text, ready to be sent. */
export const renderPage = (page: VNode): string => `<!DOCTYPE html>${renderToString(page)}`;
