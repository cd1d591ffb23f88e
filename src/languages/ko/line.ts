import type { Page } from '../catalogues.ts';

export const line: Page<'line'> = {
  title: '순서대로 안내하고 있습니다',
  lead: '지금 예약 사이트가 매우 붐빕니다. 순서가 되면 자동으로 다음 화면이 열립니다.',
  before: '앞에서 기다리시는 분',
  people: { other: '{count}명' },
  about: { other: '약 {count}명' },
  next: '곧 안내해 드립니다',
  turn: '순서가 되었습니다. 다음 화면을 열고 있습니다.',
  pressed: '입력하신 내용은 아직 보내지 않았습니다. 순서가 되면 다시 입력해 주세요.',
  keepTitle: '순서는 그대로 남아 있습니다',
  keep: [
    '화면을 새로 고쳐도, 닫았다가 1시간 안에 돌아오셔도 순서는 바뀌지 않습니다.',
    '순서는 이 브라우저의 것입니다. 다른 기기나 브라우저에서는 맨 뒤에서 다시 기다리게 됩니다. 쿠키를 사용할 수 있게 설정해 주세요.',
  ],
  look: '순서 확인하기',
  self: '이 화면은 자동으로 새로 고쳐집니다.',
  still: '자동으로 새로 고치지 않기',
  meanwhileTitle: '기다리시는 동안',
  meanwhile: '창구의 빈자리는 기다리지 않고 보실 수 있습니다.',
  offices: '창구의 빈자리 보기',
};
