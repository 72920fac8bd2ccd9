/* The limit that the engine's ingest is measured against: a prepared insert of (metric, step, ordinal, value, time) into a clustered
   table, in one transaction; and one transaction a point. Usage: insert <database> <points> <transactions>. Prints two times in seconds. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;
int sqlite3_open(const char *, sqlite3 **);
int sqlite3_exec(sqlite3 *, const char *, void *, void *, void *);
int sqlite3_prepare_v2(sqlite3 *, const char *, int, sqlite3_stmt **, void *);
int sqlite3_bind_int64(sqlite3_stmt *, int, long long);
int sqlite3_bind_double(sqlite3_stmt *, int, double);
int sqlite3_step(sqlite3_stmt *);
int sqlite3_reset(sqlite3_stmt *);

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void insert(sqlite3_stmt *s, long long step) {
    sqlite3_bind_int64(s, 1, 1);
    sqlite3_bind_int64(s, 2, step);
    sqlite3_bind_int64(s, 3, step);
    sqlite3_bind_double(s, 4, drand48());
    sqlite3_bind_int64(s, 5, step * 10000);
    if (sqlite3_step(s) != 101) exit(2);
    sqlite3_reset(s);
}

int main(int argc, char **argv) {
    if (argc != 4) return 1;
    sqlite3 *db;
    sqlite3_stmt *s;
    long long points = atoll(argv[2]), transactions = atoll(argv[3]), i;
    if (sqlite3_open(argv[1], &db)) return 2;
    sqlite3_exec(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0;"
        "CREATE TABLE p (metric INTEGER, step INTEGER, ordinal INTEGER, value, time INTEGER, PRIMARY KEY (metric, step, ordinal)) WITHOUT ROWID", 0, 0, 0);
    if (sqlite3_prepare_v2(db, "INSERT INTO p VALUES (?, ?, ?, ?, ?)", -1, &s, 0)) return 2;
    double start = now();
    sqlite3_exec(db, "BEGIN IMMEDIATE", 0, 0, 0);
    for (i = 0; i < points; i++) insert(s, i);
    sqlite3_exec(db, "COMMIT", 0, 0, 0);
    double middle = now();
    for (; i < points + transactions; i++) {
        sqlite3_exec(db, "BEGIN IMMEDIATE", 0, 0, 0);
        insert(s, i);
        sqlite3_exec(db, "COMMIT", 0, 0, 0);
    }
    printf("%.9f %.9f\n", middle - start, now() - middle);
    return 0;
}
