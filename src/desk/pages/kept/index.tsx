import { Button, LinkButton, PostForm, Says } from '../../../lib/html/index.ts';
import { uuid } from '../../../lib/values/ids.ts';
import { type KeptForm, readForm } from '../../../staff/kept-forms.ts';
import { Page } from '../../frame.tsx';
import { paths } from '../../paths.ts';
import { get, go, type Route, type SignedAsk, show } from '../../route.ts';

/** What a person typed, without the numbers and ids that ride along. */
const typed = (form: KeptForm): string[] =>
  form.fields.map(([, value]) => value.trim()).filter((value) => value !== '' && !/^[0-9a-f-]*$|^[a-z-]+$/u.test(value));

function KeptPage({ ask, form }: { ask: SignedAsk; form: KeptForm }) {
  const words = typed(form);
  return (
    <Page ask={ask} title="送られなかった入力">
      <h1>まだ送られていない入力があります</h1>
      <Says class="lead">しばらく操作がなかったため、次の入力は送られていません。このまま送るか、やめるかを選んでください。</Says>
      {words.length > 0 && (
        <ul class="bullets">
          {words.map((word) => (
            <li>{word}</li>
          ))}
        </ul>
      )}
      <PostForm action={form.path} token={ask.token}>
        {form.fields.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <p class="acts">
          <Button>このまま送る</Button>
          <LinkButton href={paths.today} kind="second">
            送らずにやめる
          </LinkButton>
        </p>
      </PostForm>
    </Page>
  );
}

/** After the seat was empty: what was typed then is not lost. Shown only to the account that typed it. */
export const keptRoutes: readonly Route[] = [
  get(paths.kept(':id'), 'signed-in', async (ask) => {
    const id = uuid(ask.params['id'] ?? '');
    const form = id.ok ? await readForm(ask.db, ask.session.accountId, id.value) : undefined;
    return form === undefined ? go(paths.today) : show(<KeptPage ask={ask} form={form} />);
  }),
];
