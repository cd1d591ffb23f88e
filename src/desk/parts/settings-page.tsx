import type { ComponentChildren } from 'preact';
import { changesOf, type Facts } from '../../audit/change.ts';
import { ErrorSummary, type FormErrors, hasErrors, Notice, Says, Table } from '../../lib/html/index.ts';
import { Page } from '../frame.tsx';
import { paths } from '../paths.ts';
import type { SignedAsk } from '../route.ts';
import { factName, factWords } from './facts.ts';

export const RIGHT = 'settings.manage';

export type Crumb = { href: string; words: string };

/** A page of the settings: where it belongs, its heading, what was just done, what is wrong with its form. */
export function SettingsPage({
  ask,
  title,
  heading = title,
  crumbs = [],
  said,
  errors = {},
  bar,
  children,
}: {
  ask: SignedAsk;
  title: string;
  heading?: string;
  crumbs?: Crumb[];
  /** What the last press did. */
  said?: string | undefined;
  errors?: FormErrors;
  /** Beside the heading: the link that adds one. */
  bar?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <Page ask={ask} title={title} wrong={hasErrors(errors)}>
      <nav class="crumbs" aria-label="現在の場所">
        <ol>
          {[{ href: paths.settings, words: '設定' }, ...crumbs].map(({ href, words }) => (
            <li>
              <a href={href}>{words}</a>
            </li>
          ))}
        </ol>
      </nav>
      <div class="bar">
        <h1>{heading}</h1>
        {bar !== undefined && <p class="bar-right">{bar}</p>}
      </div>
      {said !== undefined && (
        <Notice kind="done" role="status">
          <Says>{said}</Says>
        </Notice>
      )}
      <ErrorSummary errors={errors} />
      {children}
    </Page>
  );
}

/** The page was old: nothing was changed. What is kept by now and what was typed, side by side, before it is sent once more. */
export function Meanwhile({ kept, typed }: { kept: Facts | null; typed: Facts }) {
  return (
    <Notice kind="stop" role="alert" title="ほかの職員が先に変更したため、何も変更していません">
      <Says>
        下の欄には、あなたの画面の内容が残っています。違うところを見比べて、残すほうを欄に入力してから、もう一度「保存する」を押してください。
      </Says>
      <Table
        caption="現在の内容と、あなたの画面の内容の違うところ"
        wide
        columns={[{ head: '項目' }, { head: '現在の内容' }, { head: 'あなたの画面の内容' }]}
        rows={Object.entries(changesOf(kept, typed)).map(([name, [now, mine]]) => [
          factName(name),
          factWords(name, now),
          factWords(name, mine),
        ])}
      />
    </Notice>
  );
}
