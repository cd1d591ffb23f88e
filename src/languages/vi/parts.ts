import type { Page } from '../catalogues.ts';

export const hold: Page<'hold'> = {
  label: 'Giờ đang giữ',
  holding: 'Đang giữ cho bạn: {when}',
  until: 'đến {time}',
  stop: 'Từ {time}, trang này tạm ngừng. Hãy đặt xong trước lúc đó.',
  extend: 'Giữ thêm {time}',
  soon: 'Sắp hết giờ giữ chỗ. Nếu muốn tiếp tục, hãy nhấn “{extend}”.',
  soonLast: 'Sắp hết giờ giữ chỗ. Hãy đặt xong trước lúc đó.',
  gone: 'Đã hết giờ giữ chỗ. Nhấn “{goOn}” để tiếp tục với cùng giờ đó nếu còn chỗ.',
  told: { longer: 'Đã giữ thêm đến {time}.', enough: 'Không thể giữ thêm nữa. Hãy đặt xong trước lúc đó.' },
};

export const lapsed: Page<'lapsed'> = {
  title: 'Đã hết giờ giữ chỗ',
  says: 'Việc giữ chỗ {when} đã kết thúc vì quá hạn.',
  more: 'Nếu còn chỗ, bạn có thể giữ lại cùng giờ đó. Bạn chưa đặt hẹn xong.',
  again: 'Giữ lại cùng giờ đó',
  others: 'Xem giờ khác',
};

export const months: Page<'months'> = {
  dayUnit: '',
  weekdayIn: ' ({weekday})',
  run: '{from} đến {to}',
  key: 'Ý nghĩa ký hiệu',
  jump: 'Chọn tháng',
  now: 'Lịch hẹn của bạn',
  why: { holiday: 'Ngày lễ', 'year-end': 'Nghỉ năm mới', closing: 'Nghỉ đột xuất', closed: 'Nghỉ đột xuất' },
  because: '{what} ({reason})',
  unusual: '{day} cũng mở',
  evening: 'mở cả buổi tối',
  until: 'mở đến {time}',
  short: { holiday: 'lễ', closed: 'nghỉ', evening: 'tối', open: 'mở' },
  and: ', ',
  dot: ', ',
  sunday: 'Chủ nhật',
  saturday: 'Thứ bảy',
  holiday: 'ngày lễ',
};

export const news: Page<'news'> = {
  title: 'Thông báo',
  stopTitle: 'Tạm ngừng đặt hẹn từ {from}',
  stop: 'Từ {from} đến {to}, hệ thống được bảo trì. Trong thời gian đó không thể đặt hẹn hoặc thay đổi.',
  line: 'Từ {from} đến {to}, trang này tạm ngừng.',
  near: ' Nếu đang đặt hẹn, hãy đặt xong trước lúc đó.',
};

export const offers: Page<'offers'> = {
  needs: {
    card: 'Hãy chuẩn bị bưu thiếp “交付通知書”.',
    person: 'Bạn sẽ nhập họ tên, ngày sinh và số điện thoại.',
  },
};

export const postcard: Page<'postcard'> = {
  title: 'Mẫu bưu thiếp thông báo',
  says: 'ID thông báo được in trong khung ở góc trên bên phải của bưu thiếp.',
  head: '交付通知書',
  id: '交付通知書ID',
  here: 'ID được in ở đây',
};

export const soFar: Page<'soFar'> = {
  title: 'Nội dung đến đây',
  booked: 'Lịch hẹn của bạn',
  who: 'Người đến',
  people: { other: '{count} người' },
  notice: 'ID thông báo {id}',
  office: { card: 'Nơi nhận thẻ', person: 'Nơi làm thủ tục' },
  when: 'Ngày giờ',
  held: 'Ngày giờ đang giữ',
  ends: 'Nếu không có thao tác nào đến {time}, bạn sẽ không thể tiếp tục ở trang này. Muốn tiếp tục, hãy mở lại trang trước lúc đó.',
  soon: 'Sắp tới bạn sẽ không thể tiếp tục ở trang này. Muốn tiếp tục, hãy nhấn nút.',
  goOn: 'Tiếp tục',
  service: 'Thủ tục',
};
