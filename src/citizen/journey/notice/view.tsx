import type { ComponentChildren } from 'preact';
import {
  BoxField,
  Button,
  ErrorSummary,
  type FormErrors,
  hasErrors,
  Notice,
  Phrase,
  PostForm,
  Says,
  TextField,
} from '../../../lib/html/index.ts';
import { put } from '../../../lib/language/text.ts';
import { BackLink, Frame, Step } from '../../frame.tsx';
import { Postcard } from '../../parts/postcard.tsx';
import { paths } from '../../paths.ts';
import { useSay, useTexts } from '../../speech.tsx';
import type { Typed } from './proof.ts';

export type NoticePageProps = {
  token: string;
  /** To book, to be sent the link of a reservation, or to come with who proved themselves before. */
  purpose: 'book' | 'manage' | 'join';
  /** Its code. */
  service: string;
  typed: Typed;
  errors?: FormErrors;
  /** The year is asked too: two cards meet, or the site is under attack. */
  askYear?: boolean;
  /** One sentence for every kind of refusal; after too many, entries rest for so many minutes. */
  refused?: { restMinutes: number };
  /** join: the version of the booking it changes, and what stands above all. */
  version?: string;
  above?: ComponentChildren;
};

const ACTION: Record<NoticePageProps['purpose'], string> = { book: paths.notice, manage: paths.manage, join: paths.partyAdd };

export function NoticePage({
  token,
  purpose,
  service,
  typed,
  errors = {},
  askYear = false,
  refused,
  version = '',
  above,
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
  const birthdayError = errors['month'] ?? errors['day'];
  return (
    <Frame title={title} token={token} wrong={hasErrors(errors) || refused !== undefined || above !== undefined}>
      <BackLink href={join ? paths.party : paths.start} />
      {above}
      {purpose === 'book' && <Step name="who" />}
      <ErrorSummary errors={errors} />
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
          <TextField
            name="notice"
            label={words.id}
            hint={words.idHint}
            value={typed.noticeId}
            error={errors['notice']}
            size="id"
          />
          <BoxField
            name="month"
            label={words.birthday}
            hint={words.birthdayHint}
            error={birthdayError}
            boxes={[
              {
                name: 'month',
                unit: words.month,
                value: typed.month,
                ...(join ? {} : { autoComplete: 'bday-month' }),
                wrong: errors['month'] !== undefined,
              },
              {
                name: 'day',
                ...(join ? {} : { autoComplete: 'bday-day' }),
                unit: words.day,
                value: typed.day,
                wrong: birthdayError !== undefined && (errors['day'] !== undefined || typed.day === ''),
              },
            ]}
          />
          {askYear && (
            <TextField
              name="year"
              label={words.yearLabel}
              hint={words.yearHint}
              value={typed.year}
              error={errors['year']}
              size="code"
            />
          )}
          <div class="acts">
            <Button>{manage ? words.send : join ? words.join : words.next}</Button>
          </div>
        </PostForm>
      </div>
    </Frame>
  );
}
