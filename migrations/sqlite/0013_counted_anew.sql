-- Granted time, new severities and what was taken back were not counted. The rounds count everything anew.
delete from touched;
delete from ledger_block;
delete from complaint_tally;
delete from case_figure;
delete from notice_figure;
delete from decision_figure;
update figures_head set seq = 0 where id = 1;
