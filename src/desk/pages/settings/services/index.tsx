import { type FormErrors, hasErrors } from '../../../../lib/html/index.ts';
import { urlCode } from '../../../../lib/values/ids.ts';
import { addService, changeService } from '../../../../services/acts.ts';
import { listCautions } from '../../../../services/cautions.ts';
import { listServiceRecords, type ServiceRecord } from '../../../../services/read.ts';
import { paths, withQuery } from '../../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { RIGHT } from '../parts.tsx';
import { positionAfter } from '../position.tsx';
import { cautionRoutes } from './caution.tsx';
import { readServiceForm } from './form.tsx';
import { retireRoutes } from './retire.tsx';
import { NewServicePage, ServicePage, type ServiceProps, ServicesPage } from './view.tsx';
import { withService } from './with.tsx';

async function newPage(ask: SignedAsk, errors: FormErrors, status = 200) {
  const position = positionAfter(await listServiceRecords(ask.db));
  return show(<NewServicePage ask={ask} errors={errors} position={position} />, status);
}

const page = async (ask: SignedAsk, service: ServiceRecord, more: Partial<ServiceProps> = {}, status = 200) =>
  show(
    <ServicePage ask={ask} props={{ service, cautions: await listCautions(ask.db, service.id), errors: {}, ...more }} />,
    status,
  );

export const serviceRoutes: readonly Route[] = [
  get(paths.services, RIGHT, async (ask) => show(<ServicesPage ask={ask} services={await listServiceRecords(ask.db)} />)),
  get(paths.newService, RIGHT, (ask) => newPage(ask, {})),
  post(paths.newService, RIGHT, async (ask) => {
    const { facts, errors } = readServiceForm(ask);
    const code = urlCode(ask.body['code']);
    const wrong = code.ok
      ? errors
      : { code: 'コードは、半角の英小文字・数字・ハイフンで、40文字までにしてください。', ...errors };
    if (!code.ok || hasErrors(wrong)) return newPage(ask, wrong, 422);
    const added = await addService(ask.db, ask.actor, code.value, facts);
    if (!added.ok) return newPage(ask, { code: 'このコードは、もう使われています。別のコードにしてください。' }, 422);
    return go(withQuery(paths.service(added.value), { done: 'added' }));
  }),
  get(
    paths.service(':id'),
    RIGHT,
    withService((ask, service) => page(ask, service)),
  ),
  post(
    paths.service(':id'),
    RIGHT,
    withService(async (ask, service) => {
      const { facts, errors } = readServiceForm(ask);
      if (hasErrors(errors)) return page(ask, service, { errors }, 422);
      const changed = await changeService(ask.db, ask.actor, service.id, field(ask.body, 'seen'), facts);
      if (changed.ok) return go(withQuery(paths.service(service.id), { done: changed.value }));
      return withService((again, now) => page(again, now, { meanwhile: facts }, 409))(ask);
    }),
  ),
  ...retireRoutes(withService),
  ...cautionRoutes(withService),
];
