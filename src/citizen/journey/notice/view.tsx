import { spokenMinutes } from '../../../lib/dates/format.ts';
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
import { BackLink, Frame, Step } from '../../frame.tsx';
import type { Language } from '../../language.ts';
import { Postcard } from '../../parts/postcard.tsx';
import { paths } from '../../paths.ts';
import type { Typed } from './proof.ts';
import { texts } from './texts.ts';

export type NoticePageProps = {
  language: Language;
  token: string;
  /** To book, or to be sent the link of a reservation. */
  purpose: 'book' | 'manage';
  /** Its code. */
  service: string;
  typed: Typed;
  errors?: FormErrors;
  /** The year is asked too: two cards meet, or the site is under attack. */
  askYear?: boolean;
  /** One sentence for every kind of refusal; after too many, entries rest for so many minutes. */
  refused?: { restMinutes: number };
};

export function NoticePage({ language, token, purpose, service, typed, errors = {}, askYear = false, refused }: NoticePageProps) {
  const words = texts[language];
  const manage = purpose === 'manage';
  const birthdayError = errors['month'] ?? errors['day'];
  return (
    <Frame
      language={language}
      title={manage ? words.manageTitle : words.title}
      token={token}
      wrong={hasErrors(errors) || refused !== undefined}
    >
      <BackLink href={paths.start} language={language} />
      {!manage && <Step name="who" language={language} />}
      <ErrorSummary errors={errors} />
      {refused !== undefined && (
        <Notice kind="stop" title={words.refusedTitle} role="alert">
          {words.refused(spokenMinutes(refused.restMinutes)).map((one) => (
            <Says>{one}</Says>
          ))}
        </Notice>
      )}
      <h1>
        <Phrase>{manage ? words.manageHeading : words.heading}</Phrase>
      </h1>
      {manage && <Says class="lead">{words.manageLead}</Says>}
      <div class="with-postcard">
        <Postcard language={language} />
        <PostForm
          action={manage ? paths.manage : paths.notice}
          token={token}
          hidden={{ service, ...(askYear ? { ask_year: 'yes' } : {}) }}
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
                autoComplete: 'bday-month',
                wrong: errors['month'] !== undefined,
              },
              {
                name: 'day',
                autoComplete: 'bday-day',
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
            <Button>{manage ? words.send : words.next}</Button>
          </div>
        </PostForm>
      </div>
    </Frame>
  );
}
