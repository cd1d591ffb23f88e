import type { ComponentChildren } from 'preact';
import { FormFields, type FormState } from '../../../lib/form/index.ts';
import { Button, ErrorSummary, hasErrors, Notice, Phrase, PostForm, Says } from '../../../lib/html/index.ts';
import { put } from '../../../lib/language/text.ts';
import { BackLink, Frame, Step } from '../../frame.tsx';
import { ByNumber } from '../../manage/number/pages.tsx';
import { KeepTyped } from '../../parts/keep-typed.tsx';
import { Postcard } from '../../parts/postcard.tsx';
import { VisitEnds } from '../../parts/so-far.tsx';
import { paths } from '../../paths.ts';
import type { VisitRow } from '../../read-visits.ts';
import { useSay, useSpeech, useTexts } from '../../speech.tsx';
import { WorkNotice, type WorkShown } from '../../work/notice.tsx';
import { noticeForm } from './form.tsx';

export type NoticePageProps = {
  token: string;
  /** To book, to be sent the link of a reservation, or to come with who proved themselves before. */
  purpose: 'book' | 'manage' | 'join';
  /** Its code. */
  service: string;
  state: FormState;
  /** The year is asked too: two cards meet, or the site is under attack. */
  askYear?: boolean;
  /** Somebody seems to walk through IDs: the browser has to work for the next try. */
  work?: WorkShown;
  /** One sentence for every kind of refusal; after too many, entries rest for so many minutes. */
  refused?: { restMinutes: number };
  /** join: the version of the booking it changes, and what stands above all. */
  version?: string;
  above?: ComponentChildren;
  /** join: what is read before the press, below what is typed. */
  within?: ComponentChildren;
  /** join: the visit, which ends where nobody presses anything. */
  visit?: VisitRow;
};

/** Where each form is sent. */
export const ACTION: Record<NoticePageProps['purpose'], string> = {
  book: paths.notice,
  manage: paths.manage,
  join: paths.partyAdd,
};

export function NoticePage({
  token,
  purpose,
  service,
  state,
  askYear = false,
  work,
  refused,
  version = '',
  above,
  within,
  visit,
}: NoticePageProps) {
  const words = useTexts().notice;
  const say = useSay();
  const manage = purpose === 'manage';
  const join = purpose === 'join';
  const [title, heading] = {
    book: [words.title, words.heading] as const,
    manage: [words.manageTitle, words.manageHeading] as const,
    join: [words.joinTitle, words.joinHeading] as const,
  }[purpose];
  const form = noticeForm(useSpeech().language, { askYear, purpose });
  return (
    <Frame title={title} token={token} wrong={hasErrors(state.errors) || refused !== undefined || above !== undefined}>
      <BackLink href={join ? paths.party : paths.start} />
      {above}
      {purpose === 'book' && <Step name="who" />}
      <ErrorSummary errors={state.errors} />
      {refused !== undefined && (
        <Notice kind="stop" title={words.refusedTitle} role="alert">
          {put(words.refused, { rest: say.duration(refused.restMinutes) }).map((one) => (
            <Says>{one}</Says>
          ))}
        </Notice>
      )}
      <h1>
        <Phrase>{heading}</Phrase>
      </h1>
      {manage && <Says class="lead">{words.manageLead}</Says>}
      <div class="with-postcard">
        <Postcard />
        <PostForm
          action={ACTION[purpose]}
          token={token}
          hidden={{ service, ...(askYear ? { ask_year: 'yes' } : {}), ...(version === '' ? {} : { version }) }}
        >
          <FormFields form={form} state={state} />
          {within}
          {work !== undefined && <WorkNotice work={work} />}
          <div class="acts">
            <Button>{manage ? words.send : join ? words.join : words.next}</Button>
          </div>
          <KeepTyped action={ACTION[purpose]} />
        </PostForm>
      </div>
      {manage && <ByNumber />}
      {visit !== undefined && <VisitEnds visit={visit} />}
    </Frame>
  );
}
