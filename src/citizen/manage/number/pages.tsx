import { textsOf } from '../../../languages/index.ts';
import { FormFields, type FormState } from '../../../lib/form/index.ts';
import { Button, ErrorSummary, hasErrors, Phrase, PostForm, Says } from '../../../lib/html/index.ts';
import { BackLink, Frame } from '../../frame.tsx';
import { readTyped, stateOf } from '../../parts/form.ts';
import { KeepTyped } from '../../parts/keep-typed.tsx';
import { askedOnce, Meant, meantBy } from '../../parts/meant.tsx';
import { paths } from '../../paths.ts';
import { type Answer, type Ask, go, show } from '../../route.ts';
import { atLeast } from '../../same-time.ts';
import { siteKind } from '../../site-name.ts';
import { useTexts } from '../../speech.tsx';
import { numberForm } from './form.ts';

type NumberPageProps = { token: string; state: FormState; meant?: string | undefined };

function NumberPage({ token, state, meant }: NumberPageProps) {
  const texts = useTexts();
  const words = texts.byNumber;
  const action = paths.manageNumber;
  return (
    <Frame title={words.title} token={token} wrong={hasErrors(state.errors)}>
      <BackLink href={paths.manage} />
      <ErrorSummary errors={state.errors} />
      {meant !== undefined && (
        <Meant
          action={action}
          token={token}
          meant={meant}
          state={state}
          boxes={['mail']}
          others={{ number: state.shown('number') }}
        />
      )}
      <h1>
        <Phrase>{words.heading}</Phrase>
      </h1>
      <Says class="lead">{words.lead}</Says>
      <PostForm action={action} token={token} hidden={askedOnce(meant, state)}>
        <FormFields form={numberForm(texts)} state={state} />
        <div class="acts">
          <Button kind={meant === undefined ? 'first' : 'second'}>{texts.notice.send}</Button>
        </div>
        <KeepTyped action={action} />
      </PostForm>
      <Says class="lead">{words.noMail}</Says>
    </Frame>
  );
}

/** The way to it, on the pages that ask for what the postcard says. */
export function ByNumber() {
  const words = useTexts().byNumber;
  return (
    <p class="lead">
      <Phrase>{words.lost[siteKind()]}</Phrase>{' '}
      <a class="link-alone" href={paths.manageNumber}>
        {words.link}
      </a>
    </p>
  );
}

export const numberPage = async (ask: Ask): Promise<Answer> => show(<NumberPage token={ask.token()} state={stateOf({})} />);

/** §8(3)⑩: the link goes to the registered address. The same page and the same time whatever is right or wrong. */
export async function numberSubmit(ask: Ask): Promise<Answer> {
  const typed = readTyped(numberForm(textsOf(ask.language)), ask.body, ask.clock);
  const meant = meantBy(typed, ask.body);
  if (!typed.ok || meant !== undefined) return show(<NumberPage token={ask.token()} state={typed.state} meant={meant} />, 422);
  await atLeast(
    ask.sameTimeMs,
    ask.acts.findByNumber({ ...typed.value, address: ask.address, language: ask.language }, ask.caller),
  );
  return go(paths.manageSent);
}
