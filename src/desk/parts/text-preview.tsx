import type { ComponentChildren } from 'preact';
import { OTHER_LANGUAGES } from '../../audit/facts.ts';
import { factsOf, languageOf } from '../../languages/index.ts';
import { Button, Phrase, PostForm, Says, Table, wholeCol } from '../../lib/html/index.ts';
import { rubyInLine } from '../../lib/language/ruby.ts';
import { cutSentence } from '../../lib/language/sentence.ts';
import type { Bodies } from '../../site/translations.ts';
import { field, type SignedAsk } from '../route.ts';

/** What the buttons below a preview send; a form before it sends neither. */
const PRESS = 'preview';
type Pressed = 'look' | 'edit' | 'sure';
export const pressed = ({ body }: Pick<SignedAsk, 'body'>): Pressed => {
  const press = field(body, PRESS);
  return press === 'sure' || press === 'edit' ? press : 'look';
};

type PreviewProps = {
  ask: SignedAsk;
  /** The text as it was typed. */
  body: string;
  bodies: Bodies;
  action: string;
  /** What the form typed, to be sent once more. */
  typed: Readonly<Record<string, string>>;
  submit: string;
  /** What is said of a language without a translation. */
  without?: string;
  /** From when it is read, and what else is said above it. */
  children?: ComponentChildren;
};

const WITHOUT = '訳がない言語では、日本語の文を表示します。訳は、登録した後に「ほかの言語」から入力できます。';

/** A text of staff's as citizens will read it, in each language, before it goes out: nothing is kept yet. */
export function TextPreview({ ask, body, bodies, action, typed, submit, children, without = WITHOUT }: PreviewProps) {
  return (
    <>
      <Says class="lead">まだ登録していません。予約サイトでは、次のように表示されます。</Says>
      {children}
      <Table
        caption="言語ごとの表示"
        columns={[wholeCol('言語'), '表示される文']}
        rows={[
          ['日本語', <Parts text={body} />],
          ...OTHER_LANGUAGES.map(([code, words]) => [words, inLanguage(code, body, bodies)]),
        ]}
      />
      <Says>{without}</Says>
      <PreviewPress ask={ask} action={action} typed={typed} submit={submit} />
    </>
  );
}

/** Below a preview: to keep what was seen, or to go back to what was typed. */
export const PreviewPress = ({ ask, action, typed, submit }: Pick<PreviewProps, 'ask' | 'action' | 'typed' | 'submit'>) => (
  <PostForm action={action} token={ask.token} hidden={typed} class="desk-form">
    <p class="acts">
      <Button name={PRESS} value="sure">
        {submit}
      </Button>
      <Button kind="second" name={PRESS} value="edit">
        入力に戻る
      </Button>
    </p>
  </PostForm>
);

function inLanguage(code: string, body: string, bodies: Bodies): ComponentChildren {
  const said = bodies[code];
  if (said !== undefined)
    return (
      <div lang={factsOf(languageOf(code)).lang}>
        <Parts text={rubyInLine(said)} />
      </div>
    );
  return (
    <>
      <Parts text={body} />
      <span class="sub">訳がありません</span>
    </>
  );
}

/** The first sentence stands out, as it does on the site. */
function Parts({ text }: { text: string }) {
  const { first, rest } = cutSentence(text);
  return (
    <>
      <b>
        <Phrase>{first}</Phrase>
      </b>
      {rest !== '' && (
        <>
          <br />
          <Phrase>{rest}</Phrase>
        </>
      )}
    </>
  );
}
