import type { Page } from '../catalogues.ts';

export const cautions: Page<'cautions'> = {
  title: '오시기 전에',
  heading: '오시기 전에 읽어 주세요',
  lead: '읽으신 뒤 하나씩 체크해 주세요.',
  next: '다음으로',
  missing: '“{caution}” 내용을 읽으신 뒤 체크해 주세요',
  tick: '체크해 주세요',
  changed: '읽으신 뒤에 내용이 바뀌었습니다. ‘변경됨’ 표시가 있는 내용을 읽고 체크해 주세요.',
  changedMark: '변경됨',
  newTitle: '새로 읽어 주실 내용이 있습니다',
  newLead: '읽으신 뒤 체크하고 아래 버튼을 눌러 주세요.',
  bring: '새로 필요한 준비물',
  bringTick: '가져올 것을 확인했습니다',
  bringMissing: '가져올 것을 확인하신 뒤 체크해 주세요',
};
