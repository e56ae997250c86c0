% SPDX-License-Identifier: Apache-2.0
% SWI-Prolog: swipl -O prolog.pl -- CSV DAY. The entries are facts in memory, days are numbers, `none` where there is none. What is gone after a
% period is gone from the day behind it.
:- use_module(library(readutil)).
:- initialization(main, main).
:- dynamic entry/11.

retention(Kind, R, S, C, P, Day) :- own(Kind, R, S, C, Own), proven(Kind, P, Own, Day).

own(loan, _, S, _, Day) :- after(S, 36, Day).
own(inquiry, R, _, _, Day) :- after(R, 12, Day).
own(account, _, _, C, C).
own(card, _, _, C, C).
own(telecom, _, _, C, C).
own(garnishment_account, _, _, C, C).
own(previous_address, R, _, _, Day) :- after(R, 36, Day).
own(debtor_register, R, _, _, Day) :- after(R, 36, Day).
own(discharge, _, _, C, Day) :- after(C, 6, Day).
own(rejected_insolvency, _, _, C, Day) :- after(C, 36, Day).
own(negative, _, S, _, Day) :- after(S, 36, Day).

proven(debtor_register, P, Own, Day) :- P \== none, P < Own, !, Day = P.
proven(_, _, Own, Own).

early(R, S, Amount, Titled, Confirms) :- S \== none, Amount =< 200000, Confirms == 1, Titled == 0, S >= R, S =< R + 42.

gone_from(Kind, R, S, C, P, Amount, Titled, Confirms, Day) :-
  retention(Kind, R, S, C, P, Own),
  ( early(R, S, Amount, Titled, Confirms), ( Own == none -> true ; S < Own ) -> Day = S ; Day = Own ).

review(negative, R, none, L, Today) :-
  ( L == none -> From = R ; From is max(R, L) ), same_day_after(From, 36, Day), Day =< Today.

due(Kind, R, S, L, Hold, Gone, Today, Due) :-
  ( review(Kind, R, S, L, Today) -> Due = review ; Hold =\= 1, Gone \== none, Gone =< Today -> Due = erase ; Due = keep ).

% The calendar, days counted from 1970-01-01.
after(none, _, none) :- !.
after(Day, Months, Gone) :- same_day_after(Day, Months, Same), Gone is Same + 1.
same_day_after(Day, Months, Same) :-
  civil(Day, Y, M, D), T is Y * 12 + M - 1 + Months, Y1 is T // 12, M1 is T mod 12 + 1, last_day(M1, Y1, Last), D1 is min(D, Last), day(Y1, M1, D1, Same).
civil(Day, Y, M, D) :-
  Z is Day + 719468, Era is Z // 146097, Doe is Z mod 146097, Yoe is (Doe - Doe // 1460 + Doe // 36524 - Doe // 146096) // 365,
  Doy is Doe - (365 * Yoe + Yoe // 4 - Yoe // 100), Mp is (5 * Doy + 2) // 153, D is Doy - (153 * Mp + 2) // 5 + 1,
  ( Mp < 10 -> M is Mp + 3, Y is Yoe + Era * 400 ; M is Mp - 9, Y is Yoe + Era * 400 + 1 ).
day(Y0, M, D, Day) :-
  ( M > 2 -> Y = Y0, Mp is M - 3 ; Y is Y0 - 1, Mp is M + 9 ), Yoe is Y mod 400,
  Day is Y // 400 * 146097 + Yoe * 365 + Yoe // 4 - Yoe // 100 + (153 * Mp + 2) // 5 + D - 1 - 719468.
last_day(2, Y, D) :- !, ( Y mod 4 =:= 0, ( Y mod 100 =\= 0 ; Y mod 400 =:= 0 ) -> D = 29 ; D = 28 ).
last_day(M, _, 30) :- memberchk(M, [4, 6, 9, 11]), !.
last_day(_, _, 31).

decide_all(Today, t(Entries, Erase, EraseIds, Review, ReviewIds, Days)) :-
  T = t(0, 0, 0, 0, 0, 0),
  ( entry(Kind, Id, R, S, C, L, P, Amount, Titled, Confirms, Hold),
    gone_from(Kind, R, S, C, P, Amount, Titled, Confirms, Gone), due(Kind, R, S, L, Hold, Gone, Today, Due),
    add(T, 1, 1), ( Gone == none -> true ; Weighted is Id mod 65521 * Gone, add(T, 6, Weighted) ),
    ( Due == erase -> add(T, 2, 1), add(T, 3, Id) ; Due == review -> add(T, 4, 1), add(T, 5, Id) ; true ), fail
  ; T = t(Entries, Erase, EraseIds, Review, ReviewIds, Days) ).
add(T, I, N) :- arg(I, T, Old), New is Old + N, nb_setarg(I, T, New).

read_entries(In) :- read_line_to_string(In, Line), ( Line == end_of_file -> true ; keep(Line), read_entries(In) ).
keep(Line) :-
  split_string(Line, ",", "\r", [IdText, KindText | Texts]), number_string(Id, IdText), atom_string(Kind, KindText),
  Texts = [R0, S0, C0, L0, P0 | Numbers], maplist(day_of, [R0, S0, C0, L0, P0], [R, S, C, L, P]), maplist(number_of, Numbers, [A, T, F, H]),
  assertz(entry(Kind, Id, R, S, C, L, P, A, T, F, H)).
day_of("", none) :- !.
day_of(Text, Day) :- split_string(Text, "-", "", Parts), maplist([X, N]>>number_string(N, X), Parts, [Y, M, D]), day(Y, M, D, Day).
number_of("", 0) :- !.
number_of(Text, Number) :- number_string(Number, Text).

peak(MiB) :-
  setup_call_cleanup(open('/proc/self/status', read, In), read_string(In, _, Text), close(In)),
  split_string(Text, "\n", "", Lines), member(Line, Lines), string_concat("VmHWM:", Rest, Line), !,
  split_string(Rest, " ", "\tkB", Words), member(Word, Words), number_string(KiB, Word), MiB is KiB / 1024.0.

main([Csv, DayText]) :-
  setup_call_cleanup(open(Csv, read, In), ( read_line_to_string(In, _), read_entries(In) ), close(In)),
  day_of(DayText, Today), get_time(W0), statistics(cputime, C0), decide_all(Today, t(N, E, EI, R, RI, D)),
  get_time(W1), statistics(cputime, C1), W is W1 - W0, C is C1 - C0, peak(MiB),
  format('{"decided":{"entries":~w,"erase":~w,"erase_ids":~w,"review":~w,"review_ids":~w,"days":~w},"wall":~6f,"cpu":~6f,"peak_mib":~1f}~n',
         [N, E, EI, R, RI, D, W, C, MiB]).
