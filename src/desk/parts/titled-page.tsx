import type { ComponentChildren } from 'preact';
import { ErrorSummary, type FormErrors, hasErrors, Notice, Says } from '../../lib/html/index.ts';
import { Page } from '../frame.tsx';
import type { SignedAsk } from '../route.ts';
import { type Crumb, Crumbs } from './crumbs.tsx';
import { Tabs } from './tabs.tsx';

export type TitledProps = {
  ask: SignedAsk;
  title: string;
  heading?: string;
  crumbs?: readonly Crumb[];
  /** What the last press did. */
  said?: string | undefined;
  /** Why the last press did nothing. */
  refused?: string | undefined;
  errors?: FormErrors | undefined;
  /** The ways to see this page, or its sisters. */
  tabs?: Parameters<typeof Tabs>[0];
  /** Beside the heading: the link that adds one. */
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
  errors = {},
  bar,
  children,
}: TitledProps) {
  return (
    <Page ask={ask} title={title} wrong={refused !== undefined || hasErrors(errors)}>
      <Crumbs of={crumbs} />
      <div class="bar">
        <h1>{heading}</h1>
        {bar !== undefined && <p class="bar-right">{bar}</p>}
      </div>
      {tabs !== undefined && <Tabs {...tabs} />}
      {said !== undefined && (
        <Notice kind="done" role="status">
          <Says>{said}</Says>
        </Notice>
      )}
      {refused !== undefined && (
        <Notice kind="stop" role="alert">
          <Says>{refused}</Says>
        </Notice>
      )}
      <ErrorSummary errors={errors} />
      {children}
    </Page>
  );
}
