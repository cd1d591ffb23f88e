import type { Page } from '../catalogues.ts';

export const check: Page<'check'> = {
  title: 'Kiểm tra nội dung',
  heading: 'Hãy kiểm tra nội dung lịch hẹn',
  changed: 'Nơi hoặc ngày giờ đã được chọn lại ở màn hình khác. Hãy xem nội dung dưới đây và nhấn lại.',
  lead: 'Lúc này lịch hẹn chưa hoàn tất. Hãy kiểm tra nội dung, rồi nhấn “Đặt hẹn với nội dung này”.',
  when: 'Ngày giờ',
  from: '{when}',
  office: { card: 'Nơi nhận thẻ', person: 'Nơi làm thủ tục' },
  who: 'Người đến',
  notice: 'ID thông báo',
  typedElsewhere: 'Người đã nhập lúc đầu (không hiển thị ở đây)',
  birth: 'Ngày tháng năm sinh',
  phone: 'Số điện thoại',
  mail: 'Địa chỉ email',
  service: 'Thủ tục',
  changing: 'Thay đổi, hủy',
  changeUntil: 'Được đến {time}, {day}',
  changeByPhone: 'Nhận qua điện thoại',
  book: 'Đặt hẹn với nội dung này',
};
