import type { ComponentChildren } from 'preact';
import { FormFields, type FormState } from '../../../lib/form/index.ts';
import { Button, ErrorSummary, hasErrors, Notice, Phrase, PostForm, Says } from '../../../lib/html/index.ts';
import { put } from '../../../lib/language/text.ts';
import type { Service } from '../../common.ts';
import { BackLink, Frame, Step } from '../../frame.tsx';
import { ByNumber } from '../../manage/number/pages.tsx';
import { KeepTyped } from '../../parts/keep-typed.tsx';
import { VisitEnds } from '../../parts/so-far.tsx';
import { paths } from '../../paths.ts';
import type { VisitRow } from '../../read-visits.ts';
import { BothNames, useSay, useSpeech, useTexts } from '../../speech.tsx';
import { type Purpose, personForm } from './form.tsx';

export type PersonPageProps = {
  token: string;
  /** To book, or to be sent the link of a reservation: then the name is not asked, the phone must be the one given. join: to come with who was typed before, under their phone. */
  purpose: Purpose;
  service: Service;
  state: FormState;
  /** Too many were begun from here: this rests for so many minutes. */
  tooMany?: { restMinutes: number };
  /** join: the version of the booking it changes, and what stands above all. */
  version?: string;
  above?: ComponentChildren;
  /** join: what is read before the press, below what is typed. */
  within?: ComponentChildren;
  /** join: the visit, which ends where nobody presses anything. */
  visit?: VisitRow;
};

/** Where each form is sent. */
export const ACTION: Record<Purpose, string> = {
  book: paths.person,
  manage: paths.managePerson,
  join: paths.partyAdd,
};
const BACK: Record<Purpose, string> = { book: paths.start, manage: paths.manage, join: paths.party };

/** Who comes, for a service without a card on file. */
export function PersonPage({ token, purpose, service, state, tooMany, version = '', above, within, visit }: PersonPageProps) {
  const { person: words, controls } = useTexts();
  const { language } = useSpeech();
  const say = useSay();
  const manage = purpose === 'manage';
  const join = purpose === 'join';
  const { title, heading, lead } = {
    book: { title: words.title, heading: words.heading, lead: words.lead },
    manage: { title: words.manageTitle, heading: words.manageHeading, lead: words.manageLead },
    join: { title: words.joinTitle, heading: words.joinHeading, lead: words.joinLead },
  }[purpose];
  return (
    <Frame title={title} token={token} wrong={hasErrors(state.errors) || tooMany !== undefined || above !== undefined}>
      <BackLink href={BACK[purpose]} />
      {above}
      {purpose === 'book' && <Step name="person" />}
      <ErrorSummary errors={state.errors} />
      {tooMany !== undefined && (
        <Notice kind="stop" title={words.tooManyTitle} role="alert">
          {put(words.tooMany, { rest: say.duration(tooMany.restMinutes) }).map((one) => (
            <Says>{one}</Says>
          ))}
        </Notice>
      )}
      <h1>
        <Phrase>{heading}</Phrase>
      </h1>
      <p class="service-name">
        {words.service}
        {controls.colon}
        <b>
          <BothNames of={service} />
        </b>
      </p>
      <Says class="lead">{lead}</Says>
      <PostForm action={ACTION[purpose]} token={token} hidden={{ service: service.code, ...(version === '' ? {} : { version }) }}>
        <FormFields form={personForm(language, purpose)} state={state} />
        {within}
        <div class="acts">
          <Button>{manage ? words.send : join ? words.join : words.next}</Button>
        </div>
        <KeepTyped action={ACTION[purpose]} />
      </PostForm>
      {manage && <ByNumber />}
      {visit !== undefined && <VisitEnds visit={visit} />}
    </Frame>
  );
}
