import type { ComponentChildren } from 'preact';
import { ErrorSummary, type FormErrors, hasErrors, Notice, Phrase, Says } from '../../lib/html/index.ts';
import { Page } from '../frame.tsx';
import type { SignedAsk } from '../route.ts';
import { type Crumb, Crumbs } from './crumbs.tsx';
import { Tabs } from './tabs.tsx';

export type TitledProps = {
  ask: SignedAsk;
  title: string;
  heading?: ComponentChildren;
  crumbs?: readonly Crumb[];
  /** What the last press did. */
  said?: string | undefined;
  /** Why the last press did nothing. */
  refused?: string | undefined;
  /** The way to what it was refused for. */
  refusedFor?: ComponentChildren;
  /** What a refusal left as it was. */
  refusedTitle?: string | undefined;
  /** What is said in parts of its own, where `said` and `refused` stand. */
  told?: ComponentChildren;
  /** Something is wrong that stands neither in `refused` nor in `errors`. */
  wrong?: boolean;
  /** The page asks for itself again after so many seconds. */
  refresh?: number | undefined;
  errors?: FormErrors | undefined;
  /** The ways to see this page, or its sisters. */
  tabs?: Parameters<typeof Tabs>[0];
  /** Beside the heading: what the page is of, to choose another. */
  pick?: ComponentChildren;
  /** At the end of the heading's line: the link that adds one, or leads on. */
  bar?: ComponentChildren;
  children: ComponentChildren;
};

/** A page with the way back, its heading, what the last press did or why it did nothing, and what is wrong with its form. */
export function TitledPage({
  ask,
  title,
  heading = title,
  crumbs = [],
  tabs,
  said,
  refused,
  refusedFor,
  refusedTitle,
  told,
  wrong = false,
  refresh,
  errors = {},
  pick,
  bar,
  children,
}: TitledProps) {
  return (
    <Page ask={ask} title={title} wrong={wrong || refused !== undefined || hasErrors(errors)} refresh={refresh}>
      <Crumbs of={crumbs} />
      <div class="bar">
        <h1>{typeof heading === 'string' ? <Phrase>{heading}</Phrase> : heading}</h1>
        {pick}
        {bar !== undefined && <p class="bar-right">{bar}</p>}
      </div>
      {tabs !== undefined && <Tabs {...tabs} />}
      {said !== undefined && (
        <Notice kind="done" role="status">
          <Says>{said}</Says>
        </Notice>
      )}
      {refused !== undefined && (
        <Notice kind="stop" role="alert" {...(refusedTitle === undefined ? {} : { title: refusedTitle })}>
          <Says>{refused}</Says>
          {refusedFor}
        </Notice>
      )}
      {told}
      <ErrorSummary errors={errors} />
      {children}
    </Page>
  );
}
