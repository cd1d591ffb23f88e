import type { ComponentChildren } from 'preact';
import {
  BirthField,
  type BirthWrong,
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
import type { Service } from '../../common.ts';
import { BackLink, Frame, Step } from '../../frame.tsx';
import { paths } from '../../paths.ts';
import { Name, useSay, useTexts } from '../../speech.tsx';
import { eraOptions, type Typed } from './read.ts';

export type PersonPageProps = {
  token: string;
  /** To book, or to be sent the link of a reservation: then the name is not asked, the phone must be the one given. join: to come with who was typed before, under their phone. */
  purpose: 'book' | 'manage' | 'join';
  service: Service;
  typed: Typed;
  errors?: FormErrors;
  birth?: BirthWrong;
  /** Too many were begun from here: this rests for so many minutes. */
  tooMany?: { restMinutes: number };
  /** join: the version of the booking it changes, and what stands above all. */
  version?: string;
  above?: ComponentChildren;
};

const ACTION: Record<PersonPageProps['purpose'], string> = {
  book: paths.person,
  manage: paths.managePerson,
  join: paths.partyAdd,
};
const BACK: Record<PersonPageProps['purpose'], string> = { book: paths.start, manage: paths.manage, join: paths.party };

/** Who comes, for a service without a card on file. */
export function PersonPage({
  token,
  purpose,
  service,
  typed,
  errors = {},
  birth,
  tooMany,
  version = '',
  above,
}: PersonPageProps) {
  const { person: words, controls } = useTexts();
  const say = useSay();
  const manage = purpose === 'manage';
  const join = purpose === 'join';
  const { title, heading, lead } = {
    book: { title: words.title, heading: words.heading, lead: words.lead },
    manage: { title: words.manageTitle, heading: words.manageHeading, lead: words.manageLead },
    join: { title: words.joinTitle, heading: words.joinHeading, lead: words.joinLead },
  }[purpose];
  return (
    <Frame title={title} token={token} wrong={hasErrors(errors) || tooMany !== undefined || above !== undefined}>
      <BackLink href={BACK[purpose]} />
      {above}
      {purpose === 'book' && <Step name="person" />}
      <ErrorSummary errors={errors} />
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
          <Name of={service} />
        </b>
      </p>
      <Says class="lead">{lead}</Says>
      <PostForm action={ACTION[purpose]} token={token} hidden={{ service: service.code, ...(version === '' ? {} : { version }) }}>
        {!manage && (
          <TextField
            name="name"
            label={words.name}
            hint={words.nameHint}
            value={typed.name}
            error={errors['name']}
            {...(join ? {} : { autoComplete: 'name' })}
          />
        )}
        <TextField name="kana" label={words.kana} hint={words.kanaHint} value={typed.kana} error={errors['kana']} />
        <BirthField
          words={{
            label: words.birth,
            hint: words.birthHint,
            era: words.era,
            year: words.year,
            month: words.month,
            day: words.day,
          }}
          eras={eraOptions(words.western)}
          value={typed}
          wrong={birth}
          filled={purpose === 'book'}
        />
        {!join && (
          <TextField
            name="phone"
            type="tel"
            inputMode="tel"
            label={words.phone}
            hint={manage ? words.managePhoneHint : words.phoneHint}
            value={typed.phone}
            error={errors['phone']}
            autoComplete="tel"
            size="id"
          />
        )}
        <div class="acts">
          <Button>{manage ? words.send : join ? words.join : words.next}</Button>
        </div>
      </PostForm>
    </Frame>
  );
}
