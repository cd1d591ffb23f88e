import { PostForm, Says, SummaryList } from '../../../lib/html/index.ts';
import { uuid } from '../../../lib/values/ids.ts';
import { type KeptForm, readForm } from '../../../staff/kept-forms.ts';
import { Acts } from '../../parts/form.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import { get, go, type Route, type SignedAsk, show } from '../../route.ts';
import { type About, aboutOf, typedIn } from './about.ts';

function KeptPage({ ask, form, about }: { ask: SignedAsk; form: KeptForm; about: About }) {
  return (
    <TitledPage ask={ask} title="送信されていない入力" heading="送信されていない入力があります">
      <Says class="lead">
        しばらく操作がなかったため、次の操作はまだ行っていません。内容を確かめて、送信するか、やめるかを選んでください。
      </Says>
      <SummaryList
        rows={[
          { term: '操作', value: <b>{about.act}</b> },
          ...(about.who === undefined ? [] : [{ term: '対象の方', value: `${about.who} 様` }]),
          ...(about.when === undefined ? [] : [{ term: '日時・場所', value: about.when }]),
          ...typedIn(form).map(({ term, value }) => ({ term, value: <span class="remark-body">{value}</span> })),
        ]}
      />
      <PostForm action={form.path} token={ask.token}>
        {form.fields.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <Acts submit="この内容で送信する" back={{ href: paths.today, words: '送信せずにやめる' }} />
      </PostForm>
    </TitledPage>
  );
}

/** After the seat was empty: what was typed then is not lost. Shown only to the account that typed it. */
export const keptRoutes: readonly Route[] = [
  get(paths.kept(':id'), 'signed-in', async (ask) => {
    const id = uuid(ask.params['id'] ?? '');
    const form = id.ok ? await readForm(ask.db, ask.session.accountId, id.value) : undefined;
    return form === undefined ? go(paths.today) : show(<KeptPage ask={ask} form={form} about={await aboutOf(ask, form)} />);
  }),
];
