import { LinkButton, PostForm, Says, SummaryList } from '../../../lib/html/index.ts';
import { uuid } from '../../../lib/values/ids.ts';
import { type KeptForm, readForm } from '../../../staff/kept-forms.ts';
import { Acts } from '../../parts/form.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import { get, go, type Route, type SignedAsk, show } from '../../route.ts';
import { type About, aboutOf } from './about.ts';
import { typedIn } from './typed.ts';

const STOP = { href: paths.today, words: '送信せずにやめる' };

function Press({ ask, form, about }: { ask: SignedAsk; form: KeptForm; about: About }) {
  if (!about.sends)
    return (
      <p class="acts">
        <LinkButton href={about.page ?? paths.today}>元の画面を開く</LinkButton>{' '}
        <LinkButton href={STOP.href} kind="second">
          {STOP.words}
        </LinkButton>
      </p>
    );
  return (
    <PostForm action={form.path} token={ask.token}>
      {form.fields.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Acts submit="この内容で送信する" back={STOP} />
    </PostForm>
  );
}

function KeptPage({ ask, form, about }: { ask: SignedAsk; form: KeptForm; about: About }) {
  return (
    <TitledPage ask={ask} title="送信されていない入力" heading="送信されていない入力があります">
      <Says class="lead">
        {!about.sends
          ? 'しばらく操作がなかったため、次の操作はまだ行っていません。ここからは送信できません。元の画面を開いて対象を確かめ、次の入力を見ながら、もう一度操作してください。'
          : 'しばらく操作がなかったため、次の操作はまだ行っていません。内容を確かめて、送信するか、やめるかを選んでください。'}
      </Says>
      <SummaryList
        rows={[
          { term: '操作', value: <b>{about.act}</b> },
          ...about.subject,
          ...typedIn(form).map(({ term, value }) => ({ term, value: <span class="remark-body">{value}</span> })),
        ]}
      />
      <Press ask={ask} form={form} about={about} />
    </TitledPage>
  );
}

/** After the seat was empty: what was typed then is not lost. Shown only to the account that typed it. `routes`: all of the desk, among which the form's is found. */
export const keptRoutes = (routes: () => readonly Route[]): readonly Route[] => [
  get(paths.kept(':id'), 'signed-in', async (ask) => {
    const id = uuid(ask.params['id'] ?? '');
    const form = id.ok ? await readForm(ask.db, ask.session.accountId, id.value) : undefined;
    if (form === undefined) return go(paths.today);
    return show(<KeptPage ask={ask} form={form} about={await aboutOf(ask, routes(), form)} />);
  }),
];
