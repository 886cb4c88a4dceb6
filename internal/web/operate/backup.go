// SPDX-License-Identifier: EUPL-1.2

package operate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/jobs"
)

// BackupJob is the kind of work that takes the nightly backup.
const BackupJob = "operate.backup"

// Hour is when it is taken, in UTC: the small hours in Lithuania and Latvia.
const Hour = 1

// Keep is how many nightly backups stay, and how many taken before an upgrade.
const (
	Keep         = 14
	KeepUpgrades = 3
)

// Nightly takes a backup every night, opens it to prove it, and removes those that are too old.
type Nightly struct {
	DB      db.DB
	Dir     string // made when missing
	Program string // version
	Now     func() time.Time
}

// Taken is a backup that was opened and found whole.
type Taken struct {
	At     time.Time `json:"at"`
	File   string    `json:"file"`
	SHA256 string    `json:"sha256"`
	Rows   int64     `json:"rows"`
	Bytes  int64     `json:"bytes"`
}

// Missed is an attempt that failed. Key and Args are a message of the catalogue.
type Missed struct {
	At   time.Time      `json:"at"`
	Key  string         `json:"key"`
	Args map[string]any `json:"args,omitempty"`
}

// Backups is what is known of backups, for the administrator's page.
type Backups struct {
	Good   *Taken  `json:"good,omitempty"`
	Missed *Missed `json:"missed,omitempty"`
}

// Failing tells whether the newest attempt failed.
func (b Backups) Failing() bool {
	return b.Missed != nil && (b.Good == nil || b.Missed.At.After(b.Good.At))
}

// Late tells whether the last good backup is older than two nights.
func (b Backups) Late(now time.Time) bool { return b.Good == nil || now.Sub(b.Good.At) > 49*time.Hour }

const backupSetting = "backups"

// Last reads when the last good backup was taken, and what went wrong since.
func Last(ctx context.Context, tx db.Tx) (b Backups, err error) {
	var text string
	err = tx.Row(ctx, `SELECT value FROM setting WHERE name = $1`, backupSetting).Scan(&text)
	if errors.Is(err, db.ErrNoRows) {
		return b, nil
	}
	if err != nil {
		return b, err
	}
	return b, json.Unmarshal([]byte(text), &b)
}

func remember(ctx context.Context, d db.DB, change func(*Backups)) error {
	return d.Write(ctx, func(tx db.Tx) error {
		b, err := Last(ctx, tx)
		if err != nil {
			return err
		}
		change(&b)
		text, err := json.Marshal(b)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, backupSetting, string(text))
		return err
	})
}

// Schedule sees to it that the next night's backup waits among the jobs. Any number of servers may call it: one job waits.
func (n *Nightly) Schedule(ctx context.Context) error {
	at := next(n.Now())
	return n.DB.Write(ctx, func(tx db.Tx) error {
		return jobs.EnqueueAt(ctx, tx, BackupJob, struct{}{}, at.Format(time.DateOnly), at)
	})
}

// next is the first Hour after a time.
func next(now time.Time) time.Time {
	now = now.UTC()
	at := time.Date(now.Year(), now.Month(), now.Day(), Hour, 0, 0, 0, time.UTC)
	if !at.After(now) {
		at = at.AddDate(0, 0, 1)
	}
	return at
}

// Handle is the handler of BackupJob. The next night is seen to first, so that one that fails to the end does not end all nights.
func (n *Nightly) Handle(ctx context.Context, _ jobs.Job) error {
	if err := n.Schedule(ctx); err != nil {
		return err
	}
	_, err := n.Take(ctx)
	return err
}

// Take takes a backup now, opens it, remembers how it went, and removes those that are too old.
func (n *Nightly) Take(ctx context.Context) (Taken, error) {
	t, err := n.take(ctx, "nightly")
	if err != nil {
		missed := Missed{At: n.Now().UTC(), Key: "i18n.internal"}
		var f *fault.Fault
		if errors.As(err, &f) {
			missed.Key, missed.Args = f.Key, f.Args
		}
		if ctx.Err() != nil { // told to stop, which is nobody's failure
			return t, err
		}
		return t, errors.Join(err, remember(ctx, n.DB, func(b *Backups) { b.Missed = &missed }))
	}
	if err := remember(ctx, n.DB, func(b *Backups) { b.Good, b.Missed = &t, nil }); err != nil {
		return t, err
	}
	return t, sweep(n.Dir, "nightly", Keep)
}

// BeforeUpgrade is for db.Config: it takes a backup of data that is about to be changed, by the schema that it has. d is the database
// that is being opened; n.DB is not used.
func (n *Nightly) BeforeUpgrade(ctx context.Context, d db.DB, found int64) error {
	with := *n
	with.DB = d
	if _, err := with.take(ctx, fmt.Sprintf("before-upgrade-from-%d", found)); err != nil {
		return err
	}
	return sweep(n.Dir, `before-upgrade-from-\d+`, KeepUpgrades)
}

// take makes a file and opens it as a restore would: a copy that nobody opened is a hope.
func (n *Nightly) take(ctx context.Context, what string) (Taken, error) {
	if err := os.MkdirAll(n.Dir, 0o700); err != nil {
		return Taken{}, fault.New(fault.Unavailable, "db.cannot-write", fault.A{"path": n.Dir}).Because(err)
	}
	now := n.Now().UTC()
	path := filepath.Join(n.Dir, "sumanus-"+what+"-"+now.Format("20060102-150405")+".backup")
	made, err := db.Backup(ctx, n.DB, path, db.Info{Program: n.Program, Created: now})
	if err != nil {
		return Taken{}, err
	}
	m, err := db.Verify(ctx, path)
	if err == nil && m.SHA256 != made.SHA256 {
		err = fault.New(fault.Internal, "db.backup-damaged", fault.A{"path": path, "where": "SHA-256"})
	}
	if err != nil {
		if ctx.Err() == nil { // a damaged file is kept under a name that no restore takes for good
			err = errors.Join(err, os.Rename(path, path+".damaged"))
		}
		return Taken{}, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return Taken{}, err
	}
	return Taken{At: now, File: filepath.Base(path), SHA256: m.SHA256, Rows: m.Rows(), Bytes: info.Size()}, nil
}

// sweep keeps the newest of our own files of a sort and removes the others; it touches nothing that we did not make.
func sweep(dir, what string, keep int) error {
	ours := regexp.MustCompile(`^sumanus-` + what + `-(\d{8}-\d{6})\.backup$`)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var files []string
	for _, e := range entries {
		if ours.MatchString(e.Name()) && e.Type().IsRegular() {
			files = append(files, e.Name())
		}
	}
	slices.SortFunc(files, func(a, b string) int { // by the time in the name, newest first
		ta, tb := ours.FindStringSubmatch(a)[1], ours.FindStringSubmatch(b)[1]
		if ta < tb {
			return 1
		} else if ta > tb {
			return -1
		}
		return 0
	})
	for _, f := range files[min(keep, len(files)):] {
		if err := os.Remove(filepath.Join(dir, f)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}
