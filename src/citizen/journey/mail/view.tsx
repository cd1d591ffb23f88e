import { FormFields, type FormState } from '../../../lib/form/index.ts';
import { Button, ErrorSummary, hasErrors, LinkButton, Notice, Phrase, PostForm, plain, Says } from '../../../lib/html/index.ts';
import { put } from '../../../lib/language/text.ts';
import { senderDomain } from '../../../site/city.ts';
import { BackLink, Frame, Step } from '../../frame.tsx';
import { Bullets } from '../../parts/bullets.tsx';
import { KeepTyped } from '../../parts/keep-typed.tsx';
import { MailsAway } from '../../parts/mails-away.tsx';
import { askedOnce, Meant } from '../../parts/meant.tsx';
import { VisitEnds } from '../../parts/so-far.tsx';
import { paths } from '../../paths.ts';
import type { VisitRow } from '../../read-visits.ts';
import { useSay, useTexts } from '../../speech.tsx';
import { Carriers } from './carriers.tsx';
import { codeForm, type mailForm } from './form.ts';

type MailPageProps = {
  token: string;
  form: ReturnType<typeof mailForm>;
  state: FormState;
  tooMany?: boolean;
  /** The address that was probably meant, asked once. */
  meant?: string | undefined;
  /** The page before: the first one of the visit's service. */
  back: string;
  visit: VisitRow;
  /** Mails do not leave just now. */
  away: boolean;
};

export function MailPage({ token, form, state, tooMany = false, meant, back, visit, away }: MailPageProps) {
  const words = useTexts().mail;
  return (
    <Frame title={words.title} token={token} wrong={hasErrors(state.errors) || tooMany}>
      <BackLink href={back} />
      <Step name="mail" />
      <ErrorSummary errors={state.errors} />
      {tooMany && <Notice kind="stop" title={words.tooMany} role="alert" />}
      {meant !== undefined && (
        <Meant action={paths.mail} token={token} meant={meant} state={state} boxes={['mail', 'mail_again']} />
      )}
      <h1>
        <Phrase>{words.heading}</Phrase>
      </h1>
      <Says class="lead">{words.lead}</Says>
      <MailsAway away={away} />
      <PostForm action={paths.mail} token={token} hidden={askedOnce(meant, state)}>
        <FormFields form={form} state={state} />
        <div class="field">
          <Notice title={words.filterTitle}>
            <Says>{senderDomain() === '' ? words.filterAny : put(words.filter, { domain: senderDomain() })}</Says>
          </Notice>
        </div>
        <div class="acts">
          <Button kind={meant === undefined ? 'first' : 'second'}>{words.send}</Button>
        </div>
        <KeepTyped action={paths.mail} />
      </PostForm>
      <p class="lead">
        <Phrase>{words.none}</Phrase> <a href={paths.help}>{words.noneLink}</a>
      </p>
      {/* Once a mail is sent the visit lasts as long as its link. */}
      {visit.mail === null && <VisitEnds visit={visit} />}
    </Frame>
  );
}

export function MailSentPage({
  token,
  mail,
  linkHours,
  notice,
  code,
  away,
}: {
  token: string;
  mail: string;
  linkHours: number;
  notice?: 'again' | 'too-many' | undefined;
  /** What the box of the mail's six digits holds, and why it leads nowhere. */
  code: FormState;
  away: boolean;
}) {
  const words = useTexts().mail;
  const say = useSay();
  const enough = notice === 'too-many';
  return (
    <Frame title={enough ? plain(words.sentHeading.enough) : words.sentTitle} token={token} wrong={hasErrors(code.errors)}>
      <Step name="mail" />
      <ErrorSummary errors={code.errors} />
      {notice === 'again' && <Notice kind="done" title={words.sentAgain} role="status" />}
      <MailsAway away={away} />
      <div role={enough ? 'alert' : undefined}>
        <h1>
          <Phrase>{words.sentHeading[enough ? 'enough' : 'sent']}</Phrase>
        </h1>
        <Says class="lead">{enough ? words.sentLeadEnough : words.sentLead}</Says>
      </div>
      <dl class="until">
        <dt>{words.sentTo}</dt>
        <dd class="until-mail">{mail}</dd>
      </dl>
      {!enough && <Says class="lead">{put(words.sentWithin, { time: say.duration(60 * linkHours) })}</Says>}
      <section class="section">
        <h2>
          <Phrase>{words.code.title}</Phrase>
        </h2>
        <PostForm action={paths.mailCode} token={token}>
          <FormFields form={codeForm(words.code)} state={code} />
          <div class="acts">
            <Button kind="second">{words.code.go}</Button>
          </div>
          <KeepTyped action={paths.mailCode} />
        </PostForm>
      </section>
      <section class="section">
        <h2>
          <Phrase>{words.lateTitle}</Phrase>
        </h2>
        <Bullets lines={words.late} />
        <Carriers />
        <div class="acts">
          {!enough && (
            <PostForm action={paths.mailAgain} token={token} class="inline-form">
              <Button kind="second">{words.again}</Button>
            </PostForm>
          )}{' '}
          <LinkButton href={paths.mail} kind="second">
            {words.correct}
          </LinkButton>
        </div>
      </section>
    </Frame>
  );
}
