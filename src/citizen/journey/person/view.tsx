import { spokenMinutes } from '../../../lib/dates/format.ts';
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
import type { Service } from '../../common.ts';
import { BackLink, Frame, Step } from '../../frame.tsx';
import type { Language } from '../../language.ts';
import { paths } from '../../paths.ts';
import { eraOptions, type Typed } from './read.ts';
import { texts } from './texts.ts';

export type PersonPageProps = {
  language: Language;
  token: string;
  /** To book, or to be sent the link of a reservation: then the name is not asked, the phone must be the one given. */
  purpose: 'book' | 'manage';
  service: Service;
  typed: Typed;
  errors?: FormErrors;
  birth?: BirthWrong;
  /** Too many were begun from here: this rests for so many minutes. */
  tooMany?: { restMinutes: number };
};

/** Who comes, for a service without a card on file. */
export function PersonPage({ language, token, purpose, service, typed, errors = {}, birth, tooMany }: PersonPageProps) {
  const words = texts[language];
  const manage = purpose === 'manage';
  return (
    <Frame
      language={language}
      title={manage ? words.manageTitle : words.title}
      token={token}
      wrong={hasErrors(errors) || tooMany !== undefined}
    >
      <BackLink href={manage ? paths.manage : paths.start} language={language} />
      {!manage && <Step name="person" language={language} />}
      <ErrorSummary errors={errors} />
      {tooMany !== undefined && (
        <Notice kind="stop" title={words.tooManyTitle} role="alert">
          {words.tooMany(spokenMinutes(tooMany.restMinutes)).map((one) => (
            <Says>{one}</Says>
          ))}
        </Notice>
      )}
      <h1>
        <Phrase>{manage ? words.manageHeading : words.heading}</Phrase>
      </h1>
      <p class="service-name">
        {words.service}：<b>{service.name}</b>
      </p>
      <Says class="lead">{manage ? words.manageLead : words.lead}</Says>
      <PostForm action={manage ? paths.managePerson : paths.person} token={token} hidden={{ service: service.code }}>
        {!manage && (
          <TextField
            name="name"
            label={words.name}
            hint={words.nameHint}
            value={typed.name}
            error={errors['name']}
            autoComplete="name"
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
          filled={!manage}
        />
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
        <div class="acts">
          <Button>{manage ? words.send : words.next}</Button>
        </div>
      </PostForm>
    </Frame>
  );
}
